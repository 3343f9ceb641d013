import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mountSmallDisk } from '@/lib/store/testdata/small-disk'
import { ephemeralKey, isPrivateKey } from './ephemeral-key'

test('on a disk that cannot keep a key there is one for this run, and no half of one is left behind', (context) => {
  const disk = mountSmallDisk(64)
  if (typeof disk === 'string') return context.skip(disk)
  const file = join(disk.folder, 'identity.key')
  try {
    disk.fill()
    expect(isPrivateKey(ephemeralKey(file))).toBe(true)
    expect(existsSync(file)).toBe(false)
    disk.empty()
    disk.remount('ro')
    expect(ephemeralKey(file)).not.toBe(ephemeralKey(file))
    disk.remount('rw')
    expect(ephemeralKey(file)).toBe(ephemeralKey(file))
  } finally {
    disk.remove()
  }
})
