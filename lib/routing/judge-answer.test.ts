import { describe, expect, test } from 'vitest'
import { judgeAnswer } from './judge-answer'

/** Answers of go-livepeer's orchestrators, of what stands before them, and of nobody in particular. */
test.each([
  [503, 'insufficient capacity\n', 'next', 'busy'],
  [403, 'OrchestratorCapped', 'next', 'busy'],
  [500, 'Insufficient Capacity', 'next', 'busy'],
  [429, '', 'next', 'busy'],
  [400, 'TicketParams expired\n', 'stale', 'payment-refused'],
  [402, 'ticketparams EXPIRED', 'stale', 'payment-refused'],
  [400, 'invalid ticket senderNonce: last 7, got 3', 'stale', 'payment-refused'],
  [400, 'Insufficient balance', 'stale', 'payment-refused'],
  [403, 'invalid auth token', 'stale', 'denied'],
  [403, 'missing auth token', 'stale', 'denied'],
  [403, 'expired auth token', 'stale', 'denied'],
  [403, 'incompatible capabilities', 'next', 'denied'],
  [401, 'Unauthorized', 'next', 'denied'],
  [402, 'base64 decode error', 'next', 'payment-refused'],
  [400, 'expected price 5, got 3', 'next', 'payment-refused'],
  [400, 'invalid ticket signature', 'next', 'payment-refused'],
  [500, 'container returned 500: CUDA out of memory', 'next', 'server-error'],
  [500, '', 'next', 'server-error'],
  [502, '<html>Bad Gateway</html>', 'next', 'server-error'],
  [503, '<html>Service Unavailable</html>', 'next', 'server-error'],
  [504, 'upstream timed out', 'next', 'server-error'],
  [599, '', 'next', 'server-error'],
  [201, '{}', 'next', 'bad-answer'],
  [204, '', 'next', 'bad-answer'],
  [301, 'elsewhere', 'next', 'bad-answer'],
  [404, '404 page not found', 'next', 'bad-answer'],
  [405, '', 'next', 'bad-answer'],
  [418, 'a teapot', 'next', 'bad-answer'],
] as const)('%i %j: somebody else, or the same one anew', (status, text, kind, outcome) => {
  expect(judgeAnswer(status, text)).toMatchObject({ kind, outcome })
})

test.each([
  [400, 'image: unknown format', 400],
  [400, '', 400],
  [413, 'request entity too large', 413],
  [422, '{"detail":[]}', 422],
  [500, 'container returned 400: too odd', 400],
  [500, 'container returned 422: no such scheduler', 422],
] as const)("%i %j is the client's own mistake", (status, text, told) => {
  expect(judgeAnswer(status, text)).toMatchObject({ kind: 'refuse', status: told })
})

test('a proxy that says 400 of a runner in the page of a 503 is a proxy', () => {
  expect(judgeAnswer(503, 'returned 400')).toMatchObject({ kind: 'next', outcome: 'server-error' })
})

describe('what is told of it', () => {
  test('is never empty', () => {
    for (const status of [400, 401, 402, 403, 413, 422, 429, 500, 503])
      expect(judgeAnswer(status, ' \n').detail).toContain(String(status))
  })

  test('has no control characters, and an end', () => {
    const { detail } = judgeAnswer(500, `\u001b[2J\u0000${'a'.repeat(100_000)}`)
    expect(detail).not.toMatch(/\p{Cc}/u)
    expect(detail.length).toBeLessThan(3_000)
  })
})
