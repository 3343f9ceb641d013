import 'server-only'
import type { Server } from 'node:http'
import { connection } from 'next/server'
import type { Answer, ReadRequest } from './api/answer'
import { type PastPage, readPast } from './api/as-of'
import type { SweepHoursDto } from './api/contract/sweep'
import { sweepHours } from './api/endpoints/sweeps'
import { openLeanDoor } from './api/lean-door'
import type { Reader } from './api/reader'
import { type ComposedServer, composeServer } from './compose-server'
import { AppError } from './domain/app-error'
import type { RoutingAuth } from './keys/gate'

/** The running application: everything put together, once per process. */
export interface Runtime {
  readonly read: Reader
  /** The catalog of the moment that a page's `as_of` names. */
  readonly past: (texts: readonly string[]) => Promise<PastPage>
  /** The sweeps of the last day, by hour. */
  readonly sweepHours: () => Promise<SweepHoursDto>
  readonly answer: (request: ReadRequest) => Answer | Promise<Answer>
  /** Whose jobs are carried here. */
  readonly routingAuth: RoutingAuth
}

/**
 * The runtime of this process, started at the first call. Pages and routes await it in their first line: it also tells
 * Next that what follows depends on the request, so that nothing is frozen at build time.
 */
export async function runtime(): Promise<Runtime> {
  await connection()
  return startRuntime()
}

// Next loads this module several times over (instrumentation, routes, pages); the process must have one runtime.
const KEY = Symbol.for('livepeer-offerings.runtime')
const processWide = globalThis as { [KEY]?: Promise<Runtime> }

/** For instrumentation, which runs outside any request. Ends the process when the runtime cannot be put together. */
export function startRuntime(): Promise<Runtime> {
  processWide[KEY] ??= createRuntime().catch((error: unknown) => {
    const message = error instanceof AppError ? error.message : String(error)
    process.stderr.write(`Livepeer Offerings cannot start. ${message}\n`)
    process.exit(1)
  })
  return processWide[KEY]
}

async function createRuntime(): Promise<Runtime> {
  const server = await composeServer(process.env)
  const { config, log, store, read, answer, upgrade } = server
  const door =
    config.gatewayPort === 0
      ? null
      : await openLeanDoor(answer, {
          port: config.gatewayPort,
          upgrade,
          ...(config.gatewayHost !== null && { host: config.gatewayHost }),
        })
  if (door) log.info({ port: config.gatewayPort }, 'gateway door open')

  endOnSignal(server, door)
  return {
    read,
    answer,
    routingAuth: config.routingAuth,
    past: (texts) => readPast(texts, { reader: read, now: Date.now() }),
    sweepHours: () => sweepHours(store, Date.now()),
  }
}

/** For jobs to end: less than the ten seconds that whoever stops a process mostly waits. */
const GRACE_MS = 8_000

/**
 * With NEXT_MANUAL_SIG_HANDLE (set by `npm start`) the process is ours to end: running requests finish, a sweep under
 * way is given up. Without it Next exits by itself within milliseconds, so only what is synchronous is done.
 */
function endOnSignal(server: ComposedServer, door: Server | null): void {
  const { config, log, discovery } = server
  let isEnding = false
  const end = async (signal: NodeJS.Signals) => {
    // A group of processes that is ended hears it twice: from whoever ends it, and from the one that started us.
    if (isEnding) return
    isEnding = true
    if (!config.handlesSignals) return server.close()
    log.info({ signal }, 'stopping')
    door?.close()
    door?.closeIdleConnections()
    await Promise.all([server.drain(GRACE_MS), discovery.stop()])
    server.close()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
