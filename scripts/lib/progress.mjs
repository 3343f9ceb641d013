const SPINNER = ['|', '/', '-', '\\']
const FRAME_MS = 120
// Often enough to show life in a CI log, seldom enough to be read.
const PLAIN_LINE_EVERY_MS = 15_000

/**
 * Shows that a long step is alive: a spinner on a terminal, a line now and then elsewhere.
 *
 * @param {string} label such as "Building the application"
 * @param {{ out?: NodeJS.WriteStream }} [options]
 */
export function startProgress(label, { out = process.stdout } = {}) {
  const startedAt = performance.now()
  const seconds = () => `${Math.round((performance.now() - startedAt) / 1000)} s`
  const isLive = out.isTTY === true && process.env.TERM !== 'dumb'
  let frame = 0

  const draw = () => out.write(`\r${SPINNER[frame++ % SPINNER.length]} ${label} … ${seconds()} `)
  const say = () => out.write(`  ${label}: ${seconds()} so far\n`)
  if (isLive) draw()
  else out.write(`${label} …\n`)
  const timer = setInterval(isLive ? draw : say, isLive ? FRAME_MS : PLAIN_LINE_EVERY_MS)

  /** @param {string} text */
  const end = (text) => {
    clearInterval(timer)
    out.write(`${isLive ? '\r\x1b[K' : ''}${text}\n`)
  }
  return {
    done: () => end(`${label}: done in ${seconds()}`),
    failed: () => end(`${label}: failed after ${seconds()}`),
  }
}
