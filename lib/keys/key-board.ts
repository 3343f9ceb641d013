import { type ApiKey, type ApiKeyLimits, type KeyState, keyState } from '@/lib/domain/api-key'
import type { KeptKeys, StoredKey } from '@/lib/store/kept-keys'
import { StoreFailure } from '@/lib/store/store-failure'
import { digestOfSecret, hintOfSecret, newKeyId, newSecret } from './new-key'
import { formatKeyBody, keyOf, parseKeyBody } from './stored-key'

/** What a text that somebody sent turned out to be. */
export type FoundKey =
  | { readonly kind: 'known'; readonly key: ApiKey }
  | { readonly kind: 'unknown' | Exclude<KeyState, 'valid'> }

/** What its author says of a key. */
export type KeyDraft = Pick<ApiKey, 'name' | 'scopes' | 'limits' | 'expiresAt'>
/** What is left out stays as it is. */
export type KeyChange = Partial<Pick<ApiKey, 'name' | 'expiresAt'>> & {
  readonly limits?: Partial<ApiKeyLimits>
}

export type KeyCreation =
  /** The secret is nowhere else, and cannot be had again. */
  { readonly kind: 'created'; readonly key: ApiKey; readonly secret: string } | { readonly kind: 'full' }

export interface KeyBoardDeps {
  readonly store: Pick<
    KeptKeys,
    'readKeys' | 'readKeyRevision' | 'createKey' | 'changeKey' | 'revokeKey' | 'writeKeyUses'
  >
  readonly now: () => number
  /** Calls `beat` every so many ms; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  /** What went wrong for another reason than the disk. */
  readonly onError: (error: unknown) => void
}

export interface KeyBoardOptions {
  /** Revoked ones count as well, until a new one needs their place. */
  readonly maxCount?: number
}

export const MAX_KEYS = 1_000
/** How often what other processes wrote is read, and uses are written. */
const SYNC_EVERY_MS = 1_000
const MINUTE_MS = 60_000

interface Entry {
  key: ApiKey
  /** As it stands in the store: what is the same need not be read again. */
  readonly body: string
  /** Whether the minute of its last use is not written yet. */
  isUseUnwritten: boolean
}

/**
 * All keys of this store, in memory: asking for one touches nothing else. What other processes write is taken up within a
 * second. A store that cannot be read leaves what is known, at the start nothing, so that nobody is let in by mistake.
 */
export class KeyBoard {
  #byDigest = new Map<string, Entry>()
  #byId = new Map<string, Entry>()
  /** The last one that was read; null: none was. */
  #storeRevision: number | null = null
  #working: Promise<unknown> | null = null
  #end = () => {}
  readonly #maxCount: number

  constructor(
    private readonly deps: KeyBoardDeps,
    { maxCount = MAX_KEYS }: KeyBoardOptions = {},
  ) {
    this.#maxCount = maxCount
  }

  async start(): Promise<void> {
    await this.#inTurn(() => this.#takeUp()).catch((error: unknown) => this.#failed(error))
    this.#end = this.deps.every(SYNC_EVERY_MS, () => void this.sync())
  }

  /** Writes when keys were last used. What the store does at once is done when this returns. */
  stop(): void {
    this.#end()
    void this.#writeUses().catch((error: unknown) => this.#failed(error))
  }

  /** Whose secret this is. That it was asked for counts as a use. */
  find(secret: string): FoundKey {
    const digest = digestOfSecret(secret)
    // Nothing is to be learnt from how long that takes: only whoever knows the secret knows what is looked up.
    const entry = digest === null ? undefined : this.#byDigest.get(digest)
    if (entry === undefined) return { kind: 'unknown' }
    const now = this.deps.now()
    const state = keyState(entry.key, now)
    if (state !== 'valid') return { kind: state }
    use(entry, now)
    return { kind: 'known', key: entry.key }
  }

  /** Null: there is none of this id. */
  get(id: string): ApiKey | null {
    return this.#byId.get(id)?.key ?? null
  }

  /** The latest first. */
  list(): readonly ApiKey[] {
    return [...this.#byId.values()]
      .map(({ key }) => key)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
  }

  /** Rejects with StoreFailure, and then there is no new key; as the others do. */
  async create(draft: KeyDraft): Promise<KeyCreation> {
    const { store, now } = this.deps
    const [id, secret] = [newKeyId(), newSecret()]
    const digest = digestOfSecret(secret)
    if (digest === null) throw new Error('a new secret is none')
    const body = formatKeyBody({ ...draft, hint: hintOfSecret(secret), createdAt: now() })
    return this.#inTurn(async () => {
      if ((await store.createKey({ id, digest, body }, { maxCount: this.#maxCount })) === 'full')
        return { kind: 'full' }
      const key = this.#adopt({ id, digest, body, revokedAt: null, lastUsedAt: null })
      if (key === null) throw new Error(`the key ${id} cannot be read right after it was made`)
      return { kind: 'created', key, secret }
    })
  }

  /** Null: there is no such key. */
  async change(id: string, change: KeyChange): Promise<ApiKey | null> {
    const edit = (body: string): string => {
      const known = parseKeyBody(body)
      if (known === null) return body
      return formatKeyBody({ ...known, ...change, limits: { ...known.limits, ...change.limits } })
    }
    return this.#inTurn(async () => this.#adopt(await this.deps.store.changeKey(id, edit)))
  }

  /** From now on, and for ever. Null: there is no such key. */
  async revoke(id: string): Promise<ApiKey | null> {
    const { store, now } = this.deps
    return this.#inTurn(async () => this.#adopt(await store.revokeKey(id, now())))
  }

  /** What other processes wrote, also of uses, at once instead of within a second. Rejects with StoreFailure. */
  async refresh(): Promise<void> {
    await this.#inTurn(() => this.#takeUp())
  }

  /** Writes uses, and reads what others wrote. Never rejects. */
  async sync(): Promise<void> {
    if (this.#working !== null) return
    await this.#inTurn(() => this.#synchronise()).catch((error: unknown) => this.#failed(error))
  }

  async #synchronise(): Promise<void> {
    // First: that others have revoked a key matters more than when it was used.
    if ((await this.deps.store.readKeyRevision()) !== this.#storeRevision) await this.#takeUp()
    await this.#writeUses()
  }

  async #takeUp(): Promise<void> {
    const { store } = this.deps
    // First, so that what is written in between is read once more instead of never.
    const revision = await store.readKeyRevision()
    const rows = await store.readKeys()
    const [byDigest, byId] = [new Map<string, Entry>(), new Map<string, Entry>()]
    for (const row of rows) {
      const entry = this.#entryOf(row)
      if (entry === null) continue
      byDigest.set(row.digest, entry)
      byId.set(row.id, entry)
    }
    this.#byDigest = byDigest
    this.#byId = byId
    this.#storeRevision = revision
  }

  #entryOf(row: StoredKey): Entry | null {
    const known = this.#byId.get(row.id)
    const { body, revokedAt, lastUsedAt } = row
    const key = known?.body === body ? { ...known.key, revokedAt, lastUsedAt } : keyOf(row)
    if (key === null) return null
    const usedHere = known?.key.lastUsedAt ?? null
    if (usedHere === null || usedHere <= (key.lastUsedAt ?? 0)) return { key, body, isUseUnwritten: false }
    return { key: { ...key, lastUsedAt: usedHere }, body, isUseUnwritten: known?.isUseUnwritten ?? false }
  }

  /** What was just written; the rest of what is new is read with the next look. */
  #adopt(row: StoredKey | null): ApiKey | null {
    if (row === null) return null
    const entry = this.#entryOf(row)
    if (entry === null) return null
    this.#byDigest.set(row.digest, entry)
    this.#byId.set(row.id, entry)
    return entry.key
  }

  async #writeUses(): Promise<void> {
    const unwritten = [...this.#byId.values()].filter(({ isUseUnwritten }) => isUseUnwritten)
    if (unwritten.length === 0) return
    for (const entry of unwritten) entry.isUseUnwritten = false
    try {
      await this.deps.store.writeKeyUses(new Map(unwritten.map(({ key }) => [key.id, key.lastUsedAt ?? 0])))
    } catch (error) {
      for (const entry of unwritten) entry.isUseUnwritten = true
      throw error
    }
  }

  /** One after the other: a look that began before an edit would undo it. */
  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    while (this.#working !== null) await this.#working.catch(() => {})
    const running = task()
    this.#working = running
    try {
      return await running
    } finally {
      this.#working = null
    }
  }

  /** A store whose disk fails has said so itself. */
  #failed(error: unknown): void {
    if (!(error instanceof StoreFailure)) this.deps.onError(error)
  }
}

/** By the minute, so that a busy key is written once a minute. */
function use(entry: Entry, now: number): void {
  const minute = now - (now % MINUTE_MS)
  if (entry.key.lastUsedAt !== null && entry.key.lastUsedAt >= minute) return
  entry.key = { ...entry.key, lastUsedAt: minute }
  entry.isUseUnwritten = true
}
