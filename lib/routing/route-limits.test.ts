import { describe, expect, test } from 'vitest'
import { parseLimits } from './parse-limits'
import { limitsOf } from './route-limits'

const NONE = new Map()

describe('limits of a pipeline', () => {
  test('are its own, and the usual ones beside', () => {
    expect(limitsOf('text-to-image', NONE)).toEqual({
      attempts: 3,
      totalMs: 120_000,
      firstByteMs: 60_000,
      gapMs: 15_000,
      maxAnswerBytes: 32 * 1024 * 1024,
      hedgeMs: null,
    })
    expect(limitsOf('image-to-video', NONE)).toMatchObject({ totalMs: 600_000, gapMs: 15_000 })
  })

  test('are changed for all, and for one before that', () => {
    const overrides = new Map([
      ['*', { attempts: 5, gapMs: 1_000 }],
      ['llm', { attempts: 1 }],
    ])
    expect(limitsOf('llm', overrides)).toMatchObject({ attempts: 1, gapMs: 1_000, firstByteMs: 45_000 })
    expect(limitsOf('upscale', overrides)).toMatchObject({ attempts: 5, gapMs: 1_000 })
  })

  test('leave nobody longer for a first byte than for all of it', () => {
    expect(limitsOf('llm', new Map([['llm', { totalMs: 5_000 }]]))).toMatchObject({ firstByteMs: 5_000 })
  })
})

describe('ROUTING_LIMITS', () => {
  test('is read by pipeline; what is left out stays as it is', () => {
    const text = '{"llm": {"attempts": 2, "total_ms": 60000}, "*": {"max_answer_bytes": 2048}}'
    expect(parseLimits(text)).toEqual({
      ok: true,
      limits: new Map([
        ['llm', { attempts: 2, totalMs: 60_000 }],
        ['*', { maxAnswerBytes: 2_048 }],
      ]),
    })
    expect(parseLimits('{}')).toEqual({ ok: true, limits: new Map() })
  })

  test.each([
    ['', /is not JSON/],
    ['{"llm": ', /is not JSON/],
    ['[]', /at its top/],
    ['null', /at its top/],
    ['"llm"', /at its top/],
    ['{"llm": 5}', /at llm/],
    ['{"llm": {"attempts": 0}}', /at llm\.attempts/],
    ['{"llm": {"attempts": 21}}', /at llm\.attempts/],
    ['{"llm": {"attempts": "2"}}', /at llm\.attempts/],
    ['{"llm": {"total_ms": 9}}', /at llm\.total_ms/],
    ['{"llm": {"total_ms": 1.5}}', /at llm\.total_ms/],
    ['{"llm": {"gap_ms": 3600001}}', /at llm\.gap_ms/],
    ['{"llm": {"max_answer_bytes": 1023}}', /at llm\.max_answer_bytes/],
    ['{"llm": {"totalMs": 100}}', /at llm/],
  ])('%j says where it is wrong', (text, problem) => {
    expect(parseLimits(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) })
  })
})
