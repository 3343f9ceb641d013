import { isStopping, signalCode, stopChildren, stopOnSignals } from './children.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * Runs a command's body: signals stop its children, a SetupError becomes its sentence, the returned number
 * becomes the exit code.
 *
 * @param {() => Promise<number>} body
 * @param {{ exitCodeOnSignal?: (signal: NodeJS.Signals) => number | undefined }} [options]
 */
export async function main(body, { exitCodeOnSignal = signalCode } = {}) {
  stopOnSignals(exitCodeOnSignal)
  try {
    process.exitCode = await body()
  } catch (error) {
    // A stopped child looks like a failed one; the person who pressed Ctrl-C knows why.
    if (isStopping()) return
    await stopChildren()
    report(error)
    process.exitCode = 1
  }
}

/** @param {unknown} error */
function report(error) {
  if (!(error instanceof SetupError)) return console.error(error)
  if (error.detail) console.error(error.detail)
  console.error(error.message)
}
