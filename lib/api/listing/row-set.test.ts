import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { allRows, both, hasRow, rowNumbers, rowSet, without } from './row-set'

test.each([0, 1, 31, 32, 33, 64, 1000])(
  'sets of %i rows say what the same sets of numbers would',
  (count) => {
    const random = seededRandom(`rows ${count}`)
    const some = () => Uint8Array.from({ length: count }, () => (random.next() < 0.5 ? 1 : 0))
    const [a, b] = [some(), some()]
    const numbers = (has: (row: number) => boolean) => [...Array(count).keys()].filter(has)
    const [as, bs] = [rowSet(a), rowSet(b)]
    expect([...rowNumbers(as)]).toEqual(numbers((row) => a[row] === 1))
    expect([...rowNumbers(both(as, bs))]).toEqual(numbers((row) => a[row] === 1 && b[row] === 1))
    expect([...rowNumbers(without(as, bs))]).toEqual(numbers((row) => a[row] === 1 && b[row] === 0))
    expect([...rowNumbers(allRows(count))]).toEqual(numbers(() => true))
    expect(numbers((row) => hasRow(as, row))).toEqual(numbers((row) => a[row] === 1))
  },
)
