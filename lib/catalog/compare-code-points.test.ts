import { expect, test } from 'vitest'
import { compareCodePoints } from './compare-code-points'

test('texts are in the order of their code points, which is that of their UTF-8 bytes', () => {
  const texts = ['', 'A', 'a', 'a', 'a/b', 'aa', 'b', 'é', '\uff5e', '\uff5ea', '😀', '😀\uff5e', '😀😀']
  const ascending = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect([...texts].reverse().sort(compareCodePoints)).toEqual(ascending)
  expect(compareCodePoints('😀', '\uff5e')).toBeGreaterThan(0)
})
