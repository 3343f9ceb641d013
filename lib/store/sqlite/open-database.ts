import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import * as schema from '@/drizzle/schema'
import { AppError } from '@/lib/domain/app-error'

/**
 * WAL lets readers go on while a sweep is written; NORMAL survives any crash of the process, and a power cut may only
 * cost the newest snapshots, never the file.
 */
const PRAGMAS: readonly (readonly [name: string, value: string, readBack: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'NORMAL', 1],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  ['temp_store', 'MEMORY', 2],
  ['cache_size', '-64000', -64000],
]

export type SqliteDatabase = ReturnType<typeof openDatabase>

/** Step by step: Node's recursive mkdir never returns on some file systems that refuse it. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** Opens or creates the database file and brings its schema up to date. Throws AppError `store-unusable`. */
export function openDatabase(file: string, { migrationsFolder }: { migrationsFolder: string }) {
  try {
    makeFolder(dirname(file))
    const connection = new Database(file)
    for (const [name, value, readBack] of PRAGMAS) {
      connection.pragma(`${name} = ${value}`)
      const got: unknown = connection.pragma(name, { simple: true })
      // A file system without shared memory, for one, silently stays with another journal.
      if (got !== readBack) throw new Error(`PRAGMA ${name} is ${String(got)} after being set to ${value}`)
    }
    const db = drizzle(connection, { schema })
    migrate(db, { migrationsFolder })
    return db
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('store-unusable', `The database ${file} cannot be used: ${reason}`, { cause })
  }
}
