import { basename } from 'node:path'
import type { StoreFailure, StoreFault } from '../store-failure'
import { type WatchDeps, type WatchedStore, watchStore } from '../watched-store'
import { classifyFailure, storeFailure } from './classify-failure'
import { databaseAccess, diskUse } from './database-disk'
import { openDatabase, openToRead } from './open-database'
import { createSqliteStore } from './sqlite-store'

/** Below this nothing is written into a database that could only be read: its journal alone takes as much. */
const ROOM_BYTES = 256 * 1024
/** With these the database is there, and can be read. */
const READABLE: readonly StoreFault[] = ['full', 'read-only', 'failing']

/**
 * The embedded store in `file`, watched. One that cannot be written, since its disk is full or read-only, is opened to be
 * read, and written as soon as that can be done. Throws AppError `store-unusable`.
 */
export function openWatchedStore(
  file: string,
  { now, onTurn, ...options }: { readonly migrationsFolder: string } & Pick<WatchDeps, 'now' | 'onTurn'>,
): WatchedStore {
  const name = basename(file)
  const unwritable = (): StoreFailure | null => {
    const access = databaseAccess(file)
    return access === 'read-only' ? storeFailure('read-only', name) : null
  }
  return watchStore({
    now,
    onTurn,
    open() {
      const seen = unwritable()
      if (seen) return { store: createSqliteStore(openToRead(file, options)), unwritable: seen }
      try {
        return { store: createSqliteStore(openDatabase(file, options)), unwritable: null }
      } catch (error) {
        const failure = classifyFailure(error, name)
        if (failure === null || !READABLE.includes(failure.fault) || databaseAccess(file) === 'absent')
          throw error
        return { store: createSqliteStore(openToRead(file, options)), unwritable: failure }
      }
    },
    reopen() {
      if (unwritable() || (diskUse(file).freeBytes ?? ROOM_BYTES) < ROOM_BYTES) return null
      try {
        return createSqliteStore(openDatabase(file, options))
      } catch {
        return null
      }
    },
    classify(error) {
      const failure = classifyFailure(error, name)
      // A disk that became read-only reports no more than an error to those who have its files open.
      return failure?.fault === 'failing' ? (unwritable() ?? failure) : failure
    },
    inspect: () => (databaseAccess(file) === 'absent' ? storeFailure('gone', name) : unwritable()),
    diskUse: () => diskUse(file),
  })
}
