/** Runs once when the server starts, never in a build: discovery begins here, without holding up the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { rerouteUnreadable } = await import('./lib/reroute-unreadable')
  rerouteUnreadable()
  const { startRuntime } = await import('./lib/runtime')
  await startRuntime()
}
