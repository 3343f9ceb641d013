import { describe, expect, test } from 'vitest'
import { isFaultCause } from '@/lib/domain/job-result'
import { judgeAnswer } from './judge-answer'

/** As go-livepeer's orchestrators word it, with the line's end that `http.Error` adds. */
describe('whose an error is', () => {
  test.each([
    // Nobody is to blame: no place is free.
    [503, 'insufficient capacity\n', { kind: 'next', outcome: 'busy' }],
    [500, 'Insufficient Capacity', { kind: 'next', outcome: 'busy' }],
    [403, 'OrchestratorCapped', { kind: 'next', outcome: 'busy' }],
    [429, '', { kind: 'next', outcome: 'busy' }],
    // What we brought is too old.
    [400, 'TicketParams expired\n', { kind: 'stale', outcome: 'payment-refused' }],
    [402, 'ticketparams expired', { kind: 'stale', outcome: 'payment-refused' }],
    [403, 'invalid auth token\n', { kind: 'stale', outcome: 'denied' }],
    [403, 'expired auth token', { kind: 'stale', outcome: 'denied' }],
    [400, 'invalid ticket senderNonce', { kind: 'stale', outcome: 'payment-refused' }],
    [400, 'Insufficient balance', { kind: 'stale', outcome: 'payment-refused' }],
    // It does not want us.
    [401, 'Unauthorized', { kind: 'next', outcome: 'denied' }],
    [403, 'not for you', { kind: 'next', outcome: 'denied' }],
    [402, 'base64 decode error', { kind: 'next', outcome: 'payment-refused' }],
    [400, 'invalid ticket winProb', { kind: 'next', outcome: 'payment-refused' }],
    [400, 'Expected price is higher', { kind: 'next', outcome: 'payment-refused' }],
    // The client's own mistake.
    [400, 'image: unknown format', { kind: 'refuse', status: 400 }],
    [413, 'request body too large', { kind: 'refuse', status: 413 }],
    [422, '{"detail":[]}', { kind: 'refuse', status: 422 }],
    [500, 'container returned 422: too odd', { kind: 'refuse', status: 422 }],
    [500, 'text-to-image container returned 400', { kind: 'refuse', status: 400 }],
    // Its own.
    [500, 'container returned 500: CUDA out of memory\n', { kind: 'next', outcome: 'server-error' }],
    [502, '<html>Bad Gateway</html>', { kind: 'next', outcome: 'server-error' }],
    [503, '<html>Service Unavailable</html>', { kind: 'next', outcome: 'server-error' }],
    [504, '', { kind: 'next', outcome: 'server-error' }],
    // What no orchestrator answers.
    [404, '404 page not found', { kind: 'next', outcome: 'bad-answer' }],
    [301, '', { kind: 'next', outcome: 'bad-answer' }],
    [204, '', { kind: 'next', outcome: 'bad-answer' }],
  ])('%i %j', (status, text, expected) => {
    expect(judgeAnswer(status, text)).toMatchObject(expected)
  })
})

test('what is no fault holds nothing against anybody', () => {
  for (const [status, text] of [
    [503, 'insufficient capacity'],
    [429, ''],
    [401, ''],
    [402, ''],
    [403, ''],
    [400, 'TicketParams expired'],
  ] as const) {
    const judged = judgeAnswer(status, text)
    expect('outcome' in judged && isFaultCause(judged.outcome), `${status} ${text}`).toBe(false)
  }
})

test('no status and no text is without a word, and a long one is cut and cleaned', () => {
  for (let status = 100; status < 600; status++)
    for (const text of ['', '\u0000\u001b[31m\n', 'x'.repeat(100_000), '☃'.repeat(5_000)]) {
      const { detail } = judgeAnswer(status, text)
      expect(detail.length).toBeGreaterThan(0)
      expect(detail.length).toBeLessThan(2_100)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be in it
      expect(detail).not.toMatch(/[\u0000-\u001f]/)
    }
})

test('a text that is far into a page decides nothing', () => {
  expect(judgeAnswer(503, `${'x'.repeat(5_000)} insufficient capacity`)).toMatchObject({
    outcome: 'server-error',
  })
})
