import { composeApplication } from './compose'
import { AppError } from './domain/app-error'

/**
 * `npm run discover`: the conductor as a process of its own, on the same store as the web application, which then only
 * reads. Ends on SIGTERM and SIGINT, giving up a sweep under way.
 */
async function main(): Promise<void> {
  const { log, store, discovery, regions, rates } = await composeApplication(process.env)
  let isEnding = false
  const end = async (signal: NodeJS.Signals) => {
    // A group of processes that is ended hears it twice: from whoever ends it, and from the one that started us.
    if (isEnding) return
    isEnding = true
    log.info({ signal }, 'stopping')
    await discovery.stop()
    regions.stop()
    rates.stop()
    store.close()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // Sweeps tell where nodes are and what an ETH costs.
  await regions.start()
  rates.start()
  await discovery.start()
}

main().catch((error: unknown) => {
  const message = error instanceof AppError ? error.message : String(error)
  process.stderr.write(`The conductor cannot start. ${message}\n`)
  process.exit(1)
})
