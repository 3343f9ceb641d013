import { StoreFailure, type StoreFault } from '../store-failure'

/**
 * SQLite's codes, see https://sqlite.org/rescode.html, the longest that fits first. A file of shared memory that cannot
 * grow is a disk without room.
 */
const FAULT_BY_CODE: readonly (readonly [code: string, fault: StoreFault])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_READONLY_DBMOVED', 'gone'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_IOERR', 'failing'],
  ['SQLITE_CANTOPEN', 'failing'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_PROTOCOL', 'busy'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
]

const DETAIL: Readonly<Record<StoreFault, (name: string) => string>> = {
  full: (name) => `The disk of ${name} is full.`,
  'read-only': (name) => `${name} is read-only: its disk or its permissions allow no writing.`,
  busy: (name) => `${name} is held by another process for longer than we wait.`,
  damaged: (name) => `${name} is damaged: SQLite cannot read it as a database.`,
  gone: (name) => `${name} was moved or deleted while it was open.`,
  failing: (name) => `The disk of ${name} fails: it reports errors when it is read or written.`,
}

/** The sentence for a fault, with the database's own name and no path. */
export const storeFailure = (fault: StoreFault, name: string, options?: ErrorOptions): StoreFailure =>
  new StoreFailure(fault, DETAIL[fault](name), options)

/** Null for an error that says nothing of the disk, such as a broken constraint. `name` is the database's, without a path. */
export function classifyFailure(error: unknown, name: string): StoreFailure | null {
  if (error instanceof StoreFailure) return error
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  const known = FAULT_BY_CODE.find(([start]) => code === start || code.startsWith(`${start}_`))
  if (known) return storeFailure(known[1], name, { cause: error })
  return error.cause === undefined ? null : classifyFailure(error.cause, name)
}
