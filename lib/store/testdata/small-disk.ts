import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a test's own, that can be full and read-only as disks are. */
export interface SmallDisk {
  readonly folder: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives it back. */
  empty(): void
  /** Only while nobody has a file of it open for writing. */
  remount(mode: 'ro' | 'rw'): void
  remove(): void
}

/** A text says why none can be had: only root may mount one. */
export function mountSmallDisk(sizeKiB = 4_096): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-disk-'))
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'tmpfs', folder)
  } catch (error) {
    rmSync(folder, { recursive: true })
    return `no small disk can be mounted here: ${String(error).split('\n')[0]}`
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      // Ever smaller pieces, down to the last page.
      for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 2))
        while (hasAppended(filler, size)) {
          // Once more.
        }
    },
    empty: () => rmSync(filler),
    remount: (mode) => run('mount', '-o', `remount,${mode}`, folder),
    remove() {
      run('umount', '--lazy', folder)
      rmSync(folder, { recursive: true })
    },
  }
}

const run = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { stdio: 'pipe' })
}

function hasAppended(file: string, size: number): boolean {
  try {
    appendFileSync(file, Buffer.alloc(size))
    return true
  } catch {
    return false
  }
}
