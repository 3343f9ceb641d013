import type { Server } from 'node:http'
import type { Change } from '@/lib/domain/change'
import type { FoldedSnapshot, Snapshot } from '@/lib/snapshot/snapshot'
import { observation } from '@/lib/snapshot/testdata/observation'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { SnapshotDiffs } from '../../changes/snapshot-diffs'
import { answerRequest } from '../../endpoints'
import { openLeanDoor } from '../../lean-door'
import { createReader } from '../../reader'
import { answerDeps } from '../../testdata/answer-deps'
import { ChangeStreams } from '../change-streams'

/** A process that serves streams from a real store over a real door; its snapshots come from the test. */
export class StreamServer {
  snapshot: Snapshot | null = null
  /** How often the store was asked for changes. */
  reads = 0
  readonly errors: unknown[] = []
  readonly streams: ChangeStreams
  readonly #listeners = new Set<() => void>()
  #beat = () => {}

  private constructor(
    readonly store: Store,
    maxStreams: number,
  ) {
    this.streams = new ChangeStreams(
      {
        store: {
          readChangesAfter: (...question) => {
            this.reads += 1
            return store.readChangesAfter(...question)
          },
          readChanges: (query) => {
            this.reads += 1
            return store.readChanges(query)
          },
        },
        network: this,
        every: (_, beat) => {
          this.#beat = beat
          return () => {}
        },
        onError: (error) => this.errors.push(error),
      },
      { maxStreams },
    )
  }

  /** Takes up the last snapshot of the file, as a process does that starts. */
  static async start(file: string, { maxStreams = 100 } = {}): Promise<StreamServer> {
    const server = new StreamServer(
      openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' }),
      maxStreams,
    )
    await server.takeUp()
    return server
  }

  #door: Server | null = null

  /** The address of the stream. */
  async url(query = ''): Promise<string> {
    return `${await this.origin()}/api/v1/stream${query}`
  }

  /** Where all of the table is. */
  async origin(): Promise<string> {
    this.#door ??= await openLeanDoor((request) => answerRequest(request, this.deps), {
      port: 0,
      host: '127.0.0.1',
    })
    const address = this.#door.address()
    if (address === null || typeof address === 'string') throw new Error('the door has no port')
    return `http://127.0.0.1:${address.port}`
  }

  get deps() {
    const status = { state: 'idle', settled: 0, total: 0, nextAt: null, lastError: null } as const
    const asker = { kind: 'none', address: null } as const
    const { snapshot } = this
    const state = { snapshot, status, sources: [], readings: new Map(), asker, isConductor: true }
    return {
      ...answerDeps(createReader(state, { now: () => 0, version: 'test' })),
      streams: this.streams,
      changes: this.store,
      incidents: this.store,
      diffs: new SnapshotDiffs(this.store),
      onError: (error: unknown) => this.errors.push(error),
    }
  }

  onSnapshot(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Writes a snapshot with what changed, and serves it. */
  async write(endedAt: number, changes: readonly Change[]): Promise<Snapshot> {
    const snapshotId = await this.store.readLatestSnapshotId()
    this.snapshot = await this.store.writeSnapshot(snapshotAt(endedAt), {
      since: { snapshotId, changes, standing: [] },
    })
    for (const listener of this.#listeners) listener()
    return this.snapshot
  }

  /** Serves what another process wrote. */
  async takeUp(): Promise<void> {
    this.snapshot = await this.store.readLatestSnapshot()
    for (const listener of this.#listeners) listener()
  }

  /** A quarter of a minute goes by. */
  beat(): void {
    this.#beat()
  }

  /** As at the end of a process. Resolves when no connection is left. */
  async stop(): Promise<void> {
    this.streams.close()
    const door = this.#door
    if (door) await new Promise((resolve) => door.close(resolve))
    this.store.close()
  }
}

const snapshotAt = (endedAt: number): FoldedSnapshot => ({
  startedAt: endedAt - 1,
  endedAt,
  cadenceMs: 60_000,
  vantage: 'test',
  sources: [],
  nodes: [observation()],
})
