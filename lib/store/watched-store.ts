import type { Store } from './store'
import type { StoreFailure } from './store-failure'
import { type StoreHealth, StoreHealthBoard } from './store-health'

/** A store that knows how it does. Its calls reject with StoreFailure where the disk is what fails. */
export interface WatchedStore extends Store {
  health(): StoreHealth
}

/** A store as it was opened. */
export interface OpenedStore {
  readonly store: Store
  /** Why it can only be read; null: it can be written, too. */
  readonly unwritable: StoreFailure | null
}

export interface WatchDeps {
  /** Throws where it cannot be opened at all. */
  readonly open: () => OpenedStore
  /** Opens one that could only be read for writing; null: that is still not to be had. */
  readonly reopen: () => Store | null
  /** Null for an error that says nothing of the disk. */
  readonly classify: (error: unknown) => StoreFailure | null
  /** What can be seen of its files from outside, whatever was tried last; null: nothing is wrong. */
  readonly inspect: () => StoreFailure | null
  readonly diskUse: () => Pick<StoreHealth, 'sizeBytes' | 'freeBytes'>
  readonly now: () => number
  /** Called when it comes into another state. */
  readonly onTurn: (health: Pick<StoreHealth, 'state' | 'detail'>) => void
}

/** How often one that can only be read is opened anew, when somebody wants to write. */
const REOPEN_EVERY_MS = 2_000

/** Opens a store and watches what becomes of every call; once it can be written again, it is written again. */
export function watchStore(deps: WatchDeps): WatchedStore {
  const { open, reopen, classify, now } = deps
  const board = new StoreHealthBoard({ now, onTurn: deps.onTurn })
  const opened = open()
  let current = inUse(opened.store)
  let { unwritable } = opened
  let triedAt = now()
  if (unwritable) board.failed('open', unwritable, { isStanding: true })

  /** Throws where it still can only be read. */
  const makeWritable = () => {
    if (unwritable === null) return
    if (now() - triedAt < REOPEN_EVERY_MS) throw unwritable
    triedAt = now()
    const again = reopen()
    if (again === null) throw unwritable
    // Long reads that are under way go on with the old one.
    current.leave()
    current = inUse(again)
    unwritable = null
    board.succeeded('open', { hasWritten: false })
  }

  const watched = forwarding(opened.store, async (method, call) => {
    const isWrite = !method.startsWith('read')
    try {
      if (isWrite) makeWritable()
      const result = await current.use(call)
      // False and zero are the answers of writes that had nothing to do.
      board.succeeded(method, { hasWritten: isWrite && result !== false && result !== 0 })
      return result
    } catch (error) {
      const failure = classify(error)
      if (failure === null) throw error
      board.failed(method, failure)
      throw failure
    }
  })
  return {
    ...watched,
    close: () => current.store.close(),
    health() {
      const seen = deps.inspect()
      if (seen) board.failed('inspect', seen, { isStanding: true })
      else board.succeeded('inspect', { hasWritten: false })
      return { ...board.health, ...deps.diskUse() }
    },
  }
}

/** A store that is closed when nobody uses it any more, once it was left. */
function inUse(store: Store) {
  let [calls, isLeft] = [0, false]
  const closeIfDone = () => {
    if (isLeft && calls === 0) store.close()
  }
  return {
    store,
    async use(call: (store: Store) => Promise<unknown>): Promise<unknown> {
      calls += 1
      try {
        return await call(store)
      } finally {
        calls -= 1
        closeIfDone()
      }
    },
    leave() {
      isLeft = true
      closeIfDone()
    },
  }
}

/** All methods of a store but `close`, each through `around`. */
function forwarding(
  { close: _, ...example }: Store,
  around: (method: string, call: (store: Store) => Promise<unknown>) => Promise<unknown>,
): Omit<Store, 'close'> {
  const methods = Object.keys(example).map((method) => [
    method,
    (...args: unknown[]) => around(method, (store) => callOf(store, method)(...args)),
  ])
  return asStore(Object.fromEntries(methods))
}

type AnyCall = (...args: readonly unknown[]) => Promise<unknown>
/** Safe because the arguments and the result are passed on as they are, by the name that the method has in the interface. */
const callOf = (store: Store, method: string): AnyCall =>
  (store as unknown as Record<string, AnyCall>)[method] ?? missing
const asStore = (methods: unknown): Omit<Store, 'close'> => methods as Omit<Store, 'close'>
const missing: AnyCall = async () => Promise.reject(new Error('a store has lost one of its methods'))
