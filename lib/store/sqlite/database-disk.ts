import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** What may be done with a file, as the system says: root may do anything but on a disk that allows none of it. */
export type FileAccess = 'writable' | 'read-only' | 'absent'

/** Of a database: without its folder no journal can be made beside it. */
export function databaseAccess(file: string): FileAccess {
  const ofFile = accessOf(file)
  return ofFile === 'writable' && accessOf(dirname(file)) === 'read-only' ? 'read-only' : ofFile
}

function accessOf(path: string): FileAccess {
  try {
    accessSync(path, constants.W_OK)
    return 'writable'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'read-only'
  }
}

/** Bytes of a database with its journal, and what is free on its disk; null where the system does not tell. */
export function diskUse(file: string): { sizeBytes: number | null; freeBytes: number | null } {
  const journal = sizeOf(`${file}-wal`) ?? 0
  const size = sizeOf(file)
  return { sizeBytes: size === null ? null : size + journal, freeBytes: freeBytes(dirname(file)) }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
