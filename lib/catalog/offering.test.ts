import { describe, expect, test } from 'vitest'
import { freeCapacity, isImplausibleCapacity } from './offering'

describe('free slots', () => {
  test.each<[capacity: number | null, inUse: number | null, free: number | null]>([
    [4, 1, 3],
    [4, 4, 0],
    // Not stated is not told from zero on the wire.
    [4, null, 4],
    [100, 1, 99],
    // More in use than there are: none is free, and none fewer than none.
    [1, 3, 0],
    [null, 2, null],
    [null, null, null],
    [101, 1, null],
    [67_542, 0, null],
  ])('of %s slots with %s in use: %s', (capacity, capacityInUse, free) =>
    expect(freeCapacity({ capacity, capacityInUse })).toBe(free),
  )

  test('more than a hundred are no slots', () =>
    expect([null, 0, 100, 101].map(isImplausibleCapacity)).toEqual([false, false, false, true]))
})
