import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import * as schema from '@/drizzle/schema'
import { AppError } from '@/lib/domain/app-error'

type Pragma = readonly [name: string, value: string, readBack: string | number]

/**
 * WAL lets readers go on while a sweep is written; NORMAL survives any crash of the process, and a power cut may only
 * cost the newest snapshots, never the file.
 */
const JOURNAL: Pragma = ['journal_mode', 'WAL', 'wal']
const PRAGMAS: readonly Pragma[] = [
  ['synchronous', 'NORMAL', 1],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  ['temp_store', 'MEMORY', 2],
  ['cache_size', '-64000', -64000],
]

export type SqliteDatabase = ReturnType<typeof openDatabase>
export type Reads = Pick<SqliteDatabase, 'select'>
export type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]
interface OpenOptions {
  readonly migrationsFolder: string
}

/** Opens or creates the database file and brings its schema up to date. Throws AppError `store-unusable`. */
export function openDatabase(file: string, { migrationsFolder }: OpenOptions) {
  return opening(file, () => {
    makeFolder(dirname(file))
    const connection = new Database(file)
    return closedOnError(connection, () => {
      set(connection, [JOURNAL, ...PRAGMAS])
      const db = drizzle(connection, { schema })
      migrate(db, { migrationsFolder })
      return db
    })
  })
}

/**
 * Opens a database file that cannot be written, to read it. SQLite reads such a file where it lies only while the journal
 * of a running process lies beside it. In any other case a copy is opened that no name leads to: it is gone with the
 * process, and can be brought up to date. Throws AppError `store-unusable`.
 */
export function openToRead(file: string, { migrationsFolder }: OpenOptions): SqliteDatabase {
  return opening(file, () => openInPlace(file, migrationsFolder) ?? openCopy(file, migrationsFolder))
}

/** Null where that cannot be done. */
function openInPlace(file: string, migrationsFolder: string): SqliteDatabase | null {
  if (!existsSync(`${file}-wal`)) return null
  const connection = new Database(file, { readonly: true })
  try {
    return closedOnError(connection, () => {
      set(connection, PRAGMAS)
      const db = drizzle(connection, { schema })
      // Does nothing where nothing is to be done.
      migrate(db, { migrationsFolder })
      return db
    })
  } catch {
    return null
  }
}

function openCopy(file: string, migrationsFolder: string): SqliteDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'livepeer-offerings-'))
  try {
    const copy = join(folder, basename(file))
    for (const suffix of ['', '-wal']) {
      if (!existsSync(`${file}${suffix}`)) continue
      copyFileSync(`${file}${suffix}`, `${copy}${suffix}`)
      chmodSync(`${copy}${suffix}`, 0o600)
    }
    const connection = new Database(copy)
    return closedOnError(connection, () => {
      set(connection, [['journal_mode', 'DELETE', 'delete'], ...PRAGMAS])
      const db = drizzle(connection, { schema })
      migrate(db, { migrationsFolder })
      set(connection, [['query_only', 'ON', 1]])
      return db
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Step by step: Node's recursive mkdir never returns on some file systems that refuse it. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

function set(connection: Database.Database, pragmas: readonly Pragma[]): void {
  for (const [name, value, readBack] of pragmas) {
    connection.pragma(`${name} = ${value}`)
    const got: unknown = connection.pragma(name, { simple: true })
    // A file system without shared memory, for one, silently stays with another journal.
    if (got !== readBack) throw new Error(`PRAGMA ${name} is ${String(got)} after being set to ${value}`)
  }
}

function closedOnError<T>(connection: Database.Database, work: () => T): T {
  try {
    return work()
  } catch (error) {
    connection.close()
    throw error
  }
}

function opening<T>(file: string, open: () => T): T {
  try {
    return open()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('store-unusable', `The database ${file} cannot be used: ${reason}`, { cause })
  }
}
