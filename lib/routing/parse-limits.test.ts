import { expect, test } from 'vitest'
import { parseLimits } from './parse-limits'
import { limitsOf } from './route-limits'

function limits(text: string) {
  const parsed = parseLimits(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.limits
}

test('one pipeline may differ, others stay as they are', () => {
  const given = limits('{"llm": {"attempts": 2, "total_ms": 60000}}')
  expect(limitsOf('llm', given)).toEqual({ ...limitsOf('llm', new Map()), attempts: 2, totalMs: 60_000 })
  expect(limitsOf('upscale', given)).toEqual(limitsOf('upscale', new Map()))
})

test('a star is for all, and what names a pipeline comes before it', () => {
  const given = limits(
    '{"llm": {"gap_ms": 20}, "*": {"gap_ms": 10, "first_byte_ms": 11, "max_answer_bytes": 2048}}',
  )
  expect(limitsOf('llm', given)).toMatchObject({ gapMs: 20, firstByteMs: 11, maxAnswerBytes: 2_048 })
  expect(limitsOf('any', given)).toMatchObject({ gapMs: 10, firstByteMs: 11 })
})

test('nothing is no limit of its own', () => {
  expect(limits('{}').size).toBe(0)
  expect(limitsOf('llm', limits('{"llm": {}}'))).toEqual(limitsOf('llm', new Map()))
})

test.each([
  ['', 'is not JSON'],
  ['{"llm": 2', 'is not JSON'],
  ['[]', 'its top'],
  ['3', 'its top'],
  ['{"llm": 2}', 'llm'],
  ['{"llm": {"attempts": 0}}', 'llm.attempts'],
  ['{"llm": {"attempts": 21}}', 'llm.attempts'],
  ['{"llm": {"attempts": "2"}}', 'llm.attempts'],
  ['{"llm": {"total_ms": 1.5}}', 'llm.total_ms'],
  ['{"llm": {"total_ms": 9}}', 'llm.total_ms'],
  ['{"llm": {"gap_ms": 3600001}}', 'llm.gap_ms'],
  ['{"llm": {"first_byte_ms": null}}', 'llm.first_byte_ms'],
  ['{"llm": {"max_answer_bytes": 1023}}', 'llm.max_answer_bytes'],
  ['{"llm": {"totalMs": 100}}', 'totalMs'],
])('%s says where it is wrong', (text, where) => {
  const parsed = parseLimits(text)
  expect(parsed.ok).toBe(false)
  expect(parsed.ok || parsed.problem).toContain(where)
})
