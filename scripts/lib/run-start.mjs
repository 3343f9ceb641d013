import { buildIfStale, NEXT } from './build.mjs'
import { exitCodeOf, startChild } from './children.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { readPorts, requireFreePorts } from './ports.mjs'
import { ROOT } from './root.mjs'
import { readSettings } from './settings.mjs'

export function runStart() {
  return main(
    async () => {
      const settings = readSettings()
      const ports = readPorts(settings)
      await requireFreePorts(ports)
      await installMissing()
      await buildIfStale()
      return exitCodeOf(startApp(ports.port, { host: settings.DASHBOARD_HOST, stdio: 'inherit' }))
    },
    // The application closes its store and says how it went.
    { exitCodeOnSignal: () => undefined },
  )
}

/**
 * @param {number} port
 * @param {{ host?: string | undefined, env?: Record<string, string>, stdio: import('node:child_process').StdioOptions }} options
 *   host: where the dashboard listens, by default everywhere; env goes over ours
 */
export function startApp(port, { host, env, stdio }) {
  const at = host?.trim() ? ['-H', host.trim()] : []
  return startChild(process.execPath, [NEXT, 'start', '-p', String(port), ...at], {
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
