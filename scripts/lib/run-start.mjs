import { buildIfStale, NEXT } from './build.mjs'
import { exitCodeOf, startChild } from './children.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { readPorts, requireFreePorts } from './ports.mjs'
import { ROOT } from './root.mjs'
import { readSettings } from './settings.mjs'
import { SetupError } from './setup-error.mjs'

export function runStart() {
  return main(
    async () => {
      const settings = readSettings()
      requireSource(settings)
      const ports = readPorts(settings)
      await requireFreePorts(ports)
      await installMissing()
      await buildIfStale()
      return exitCodeOf(startApp(ports.port, { stdio: 'inherit' }))
    },
    // The application closes its store and says how it went.
    { exitCodeOnSignal: () => undefined },
  )
}

/**
 * @param {number} port
 * @param {{ env?: Record<string, string>, stdio: import('node:child_process').StdioOptions }} options env goes over ours
 */
export function startApp(port, { env, stdio }) {
  return startChild(process.execPath, [NEXT, 'start', '-p', String(port)], {
    cwd: ROOT,
    stdio,
    env: {
      // Next would exit at once on a signal; the application ends its own work first.
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
      ...process.env,
      ...env,
      NODE_ENV: 'production',
    },
  })
}

/**
 * Before anything is built: without a source there is nothing to show.
 *
 * @param {Readonly<Record<string, string | undefined>>} settings
 */
export function requireSource(settings) {
  const { ORCH_ADDRS, ORCH_WEBHOOK_URL, ETH_RPC_URL } = settings
  if ([ORCH_ADDRS, ORCH_WEBHOOK_URL, ETH_RPC_URL].some((value) => value?.trim())) return
  throw new SetupError(
    'Say where the orchestrators are with ORCH_ADDRS, ORCH_WEBHOOK_URL or ETH_RPC_URL, in the environment or in .env, ' +
      'e.g. `ORCH_ADDRS=https://orchestrator.example.com:8935 npm start`; ' +
      'or try `npm run demo`, which brings a simulated network.',
  )
}
