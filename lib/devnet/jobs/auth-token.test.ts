import { expect, test } from 'vitest'
import { authToken, refuseToken } from './auth-token'

const SECRET = new Uint8Array(32).fill(3)
const EXPIRATION = 1_800_000_000n
const now = Number(EXPIRATION) * 1_000

test('a token is good up to its second, for its session and its end alone', () => {
  const token = authToken(SECRET, 'abc', EXPIRATION)
  expect(refuseToken(token, { secret: SECRET, now })).toBeNull()
  expect(refuseToken(token, { secret: SECRET, now: now + 1 })).toBe('expired auth token')
  expect(refuseToken(null, { secret: SECRET, now })).toBe('missing auth token')
  for (const about of [
    { sessionId: 'abd' },
    { expiration: EXPIRATION + 1n },
    { token: new Uint8Array(32) },
    { token: token.token.subarray(1) },
  ])
    expect(refuseToken({ ...token, ...about }, { secret: SECRET, now })).toBe('invalid auth token')
  expect(refuseToken(token, { secret: new Uint8Array(32), now })).toBe('invalid auth token')
})
