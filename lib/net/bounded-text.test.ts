import { expect, test } from 'vitest'
import { BoundedText } from './bounded-text'

test('pieces of any size make one text, up to the limit and not a byte more', () => {
  const text = new BoundedText(10_000)
  const whole = 'ü'.repeat(5_000)
  for (const byte of Buffer.from(whole)) expect(text.add(Uint8Array.of(byte))).toBe(true)
  expect(text.text()).toBe(whole)
  expect(text.add(Uint8Array.of(65))).toBe(false)
  expect(text.text()).toBe(whole)
})

test('nothing is an empty text; one piece of the whole limit is taken', () => {
  expect(new BoundedText(5).text()).toBe('')
  const text = new BoundedText(5)
  expect(text.add(Buffer.from('hello'))).toBe(true)
  expect(text.text()).toBe('hello')
})
