import type { EthAddress } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import type { SeededRandom } from '@/lib/domain/seeded-random'

/** What go-livepeer keeps of a node between jobs. */
export interface GoSession {
  readonly nodeId: string
  readonly orchestrator: EthAddress
  stake: bigint
  price: Price
  discoveryLatencyMs: number
  /** Seconds per unit of its last job; 0: unknown. */
  latencyScore: number
  /** Jobs on their way. */
  inFlight: number
}

export interface GoPoolOptions {
  /** By which sessions are ordered, the lowest first. */
  readonly rankOf: (session: GoSession) => number
  /** One of those that are free, in their order, at least one. */
  readonly pick: (sessions: readonly GoSession[]) => GoSession | null
  readonly random: SeededRandom
}

/** The warm or the cold sessions of a model (AISessionPool of server/ai_session.go). */
export class GoSessionPool {
  private readonly sessionsByNode = new Map<string, GoSession>()
  /** Those that nobody uses, in the order of their rank. */
  private readonly free: GoSession[] = []
  private inUse: GoSession[] = []

  constructor(private readonly options: GoPoolOptions) {}

  get size(): number {
    return this.sessionsByNode.size
  }

  has(nodeId: string): boolean {
    return this.sessionsByNode.has(nodeId)
  }

  /** A session that is known keeps its score and its place, and takes over the rest. */
  add({ latencyScore, inFlight, ...found }: GoSession): void {
    const known = this.sessionsByNode.get(found.nodeId)
    if (known) {
      Object.assign(known, found)
      return
    }
    const session = { ...found, latencyScore, inFlight }
    this.sessionsByNode.set(session.nodeId, session)
    this.putBack(session)
  }

  /** When all are in use, one of them takes a further job. */
  select(): GoSession | null {
    const picked = this.free.length > 0 ? this.options.pick(this.free) : null
    if (picked) {
      this.free.splice(this.free.indexOf(picked), 1)
      this.inUse.push(picked)
    }
    const session = picked ?? this.anyInUse()
    if (session) session.inFlight += 1
    return session
  }

  /** A job of that session is over; one that was removed meanwhile is not put back. */
  complete(session: GoSession): void {
    session.inFlight -= 1
    if (session.inFlight > 0 || this.sessionsByNode.get(session.nodeId) !== session) return
    this.inUse = this.inUse.filter((other) => other !== session)
    this.putBack(session)
  }

  remove(nodeId: string): void {
    const session = this.sessionsByNode.get(nodeId)
    if (!session) return
    this.sessionsByNode.delete(nodeId)
    this.inUse = this.inUse.filter((other) => other !== session)
    const place = this.free.indexOf(session)
    if (place !== -1) this.free.splice(place, 1)
  }

  /** Leaves only those. */
  keep(nodeIds: ReadonlySet<string>): void {
    for (const nodeId of [...this.sessionsByNode.keys()]) if (!nodeIds.has(nodeId)) this.remove(nodeId)
  }

  private anyInUse(): GoSession | null {
    const [first, ...others] = this.inUse
    return first ? this.options.random.pick([first, ...others]) : null
  }

  /** Behind its equals. */
  private putBack(session: GoSession): void {
    const rank = this.options.rankOf(session)
    let [low, high] = [0, this.free.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.free[middle]
      if (other && this.options.rankOf(other) <= rank) low = middle + 1
      else high = middle
    }
    this.free.splice(low, 0, session)
  }
}
