import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port'

/** The built application as a process of its own, on ports and a data folder of its own. */
export interface RunningApp {
  /** Dashboard and API. */
  readonly url: string
  /** The lean door. */
  readonly gatewayUrl: string
  readonly dataDir: string
  /** Everything the process printed so far. */
  output(): string
  /** Ends it; resolves with the exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

export interface AppOptions {
  readonly env: Readonly<Record<string, string>>
  /** A data folder that outlives the process; by default one that is deleted with it. */
  readonly dataDir?: string
}

const NEXT = 'node_modules/next/dist/bin/next'

/** Resolves when both doors answer; rejects with what the process printed when it ends before that. */
export async function startApp({ env, dataDir }: AppOptions): Promise<RunningApp> {
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'offerings-app-'))
  const child = spawn(process.execPath, [NEXT, 'start', '-p', String(port)], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      GATEWAY_PORT: String(gatewayPort),
      DATA_DIR: folder,
      ORCH_ALLOW_CIDRS: '127.0.0.0/8',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const ended = exitOf(child)
  const app: RunningApp = {
    url: `http://127.0.0.1:${port}`,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    dataDir: folder,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const end = await ended
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
      return end
    },
  }
  const early = ended.then((end) => {
    throw new Error(`The application ended (${end}) before it answered:\n${output}`)
  })
  await Promise.race([
    early,
    Promise.all([answers(`${app.url}/healthz`), answers(`${app.gatewayUrl}/healthz`)]),
  ])
  early.catch(() => {}) // From here on the end is stop()'s business.
  return app
}

const exitOf = (child: ChildProcess): Promise<number | NodeJS.Signals> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)))

/** Asks until somebody answers. */
async function answers(url: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Asks until the answer fits; the caller's own test limit ends a wait in vain. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
