import { expect, test } from 'vitest'
import { noteBase, saysTheSame } from './says-the-same'
import { answer } from './testdata/answer'

test('answers made of the same one say the same, and others are not known to', () => {
  const base = answer()
  const [one, other] = [noteBase(answer(), base), noteBase(answer(), base)]
  expect([saysTheSame(one, other), saysTheSame(one, base), saysTheSame(base, base)]).toEqual([
    true,
    true,
    true,
  ])
  expect(saysTheSame(one, answer())).toBe(false)
  expect(noteBase(base, base)).toBe(base)
})
