import { Pool } from 'undici'
import type { JobPlace } from './job-place'
import { upstreamConnector } from './upstream-connector'

export interface UpstreamPoolsOptions {
  /** For one connection, name and handshake included (ms). */
  readonly connectMs: number
  /** Places that connections are kept to. */
  readonly maxPlaces?: number
}

const MAX_PLACES = 1_000
/** Shorter than orchestrators keep idle connections (a minute), so that few are found closed. */
const IDLE_MS = 20_000

/** Kept connections to orchestrators. */
export class UpstreamPools {
  readonly #pools = new Map<string, Pool>()
  readonly #connectMs: number
  readonly #maxPlaces: number
  #isClosed = false

  constructor({ connectMs, maxPlaces = MAX_PLACES }: UpstreamPoolsOptions) {
    this.#connectMs = connectMs
    this.#maxPlaces = maxPlaces
  }

  /** To one place at one address: what was judged is what is dialled. */
  of(place: JobPlace): Pool {
    const key = `${place.origin} ${place.address}`
    const known = this.#pools.get(key)
    if (known) return known
    const pool = new Pool(place.origin, {
      connect: upstreamConnector(place, { timeoutMs: this.#connectMs }),
      pipelining: 1,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Each exchange has its own deadlines.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    this.#forgetOldest()
    this.#pools.set(key, pool)
    return pool
  }

  /** Connections that are open, to all places. */
  get connections(): number {
    let count = 0
    for (const { stats } of this.#pools.values()) count += stats.connected
    return count
  }

  /** Exchanges that are under way, or wait for a connection. */
  get underWay(): number {
    let count = 0
    for (const { stats } of this.#pools.values()) count += stats.running + stats.pending
    return count
  }

  /** What ends from now on was cut by us. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Running exchanges are cut. */
  async close(): Promise<void> {
    this.#isClosed = true
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }

  #forgetOldest(): void {
    if (this.#pools.size < this.#maxPlaces) return
    for (const [key, pool] of this.#pools) {
      this.#pools.delete(key)
      // Ends when its last exchange has.
      pool.close().catch(() => {})
      return
    }
  }
}

const MAX_HEADER_BYTES = 16 * 1024
