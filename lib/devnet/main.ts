import { readFile } from 'node:fs/promises'
import { ReplayError } from './capabilities-document'
import { ControlServer } from './control-server'
import { Devnet } from './devnet'
import { fleetTable } from './fleet-table'
import { generateFleet } from './generate-fleet'
import { type MainOptions, parseMainOptions, USAGE, UsageError } from './main-options'
import type { OrchestratorScenario } from './orchestrator-scenario'
import { replayFleet } from './replay-fleet'
import { standingFleet } from './standing-fleet'

/** The devnet as a program: for the demo, for e2e tests, and for whoever wants to look at it. */
async function main(): Promise<void> {
  const options = parseMainOptions(process.argv.slice(2))
  if (!options) {
    console.log(USAGE)
    return
  }
  const fleet = await readFleet(options)
  const devnet = await Devnet.start({ fleet, seed: options.seed, firstPort: options.basePort })
  const control = await startControl(devnet, options.controlPort)
  stopWith(devnet, control)
  console.log(
    `SIMULATED NETWORK: ${fleet.length} invented orchestrators on this machine. None of it is the real Livepeer network.\n`,
  )
  console.log(`${fleetTable(devnet.orchestrators)}\n`)
  console.log(
    `Control: ${control.url}  (GET /, PATCH /orchestrators/{name}, GET /orchestrators/{name}/jobs|streams|sessions, PATCH /signer, POST /reset)`,
  )
  console.log('Point an app at it:\n')
  console.log(`  ORCH_WEBHOOK_URL=${control.webhookUrl} ORCH_ALLOW_CIDRS=127.0.0.0/8 npm start\n`)
  console.log('It answers as a gateway and as a remote signer, too:\n')
  console.log(`  GATEWAY_IMPORT_URL=${control.capabilitiesUrl}`)
  console.log(`  REMOTE_SIGNER_URL=${control.signerUrl}\n`)
  const ready = {
    type: 'ready',
    controlUrl: control.url,
    webhookUrl: control.webhookUrl,
    capabilitiesUrl: control.capabilitiesUrl,
    signerUrl: control.signerUrl,
    count: fleet.length,
  }
  process.send?.(ready)
}

async function readFleet({ count, seed, replayFile }: MainOptions): Promise<OrchestratorScenario[]> {
  if (count !== null) return generateFleet({ count, seed })
  if (replayFile === null) return standingFleet()
  const text = await readFile(replayFile, 'utf8').catch((cause) => {
    throw new UsageError(`--replay ${replayFile} cannot be read: ${messageOf(cause)}`, { cause })
  })
  try {
    return replayFleet(text)
  } catch (cause) {
    if (cause instanceof ReplayError)
      throw new UsageError(`--replay ${replayFile}: ${cause.message}`, { cause })
    throw cause
  }
}

async function startControl(devnet: Devnet, port: number): Promise<ControlServer> {
  try {
    return await ControlServer.start(devnet, { port })
  } catch (cause) {
    await devnet.stop()
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
      throw new UsageError(`--control-port ${port} is in use; choose another one, or 0 for any free one.`, {
        cause,
      })
    throw cause
  }
}

/** Ends with the terminal, the process manager or the parent, whoever is first; a second signal ends at once. */
function stopWith(devnet: Devnet, control: ControlServer): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    await Promise.all([control.stop(), devnet.stop()])
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

main().catch((cause: unknown) => {
  console.error(`devnet: ${messageOf(cause)}`)
  process.exitCode = cause instanceof UsageError ? 2 : 1
  if (process.connected) process.disconnect()
})
