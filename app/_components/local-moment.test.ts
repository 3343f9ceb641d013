import { afterEach, expect, test } from 'vitest'
import { formatLocalMoment, formatSpan, fromFieldMoment, toFieldMoment } from './local-moment'

const zone = process.env.TZ
afterEach(() => {
  process.env.TZ = zone
})
const AT = Date.parse('2026-11-22T13:05:42Z')

test.each([
  ['Europe/Berlin', '22 Nov 2026, 14:05', '2026-11-22T14:05'],
  ['America/New_York', '22 Nov 2026, 08:05', '2026-11-22T08:05'],
  ['Asia/Kathmandu', '22 Nov 2026, 18:50', '2026-11-22T18:50'],
])(
  'a moment is told and typed in the zone of %s, and comes back as the same minute',
  (timeZone, words, field) => {
    process.env.TZ = timeZone
    expect(formatLocalMoment(AT)).toBe(words)
    expect(toFieldMoment(AT, 'local')).toBe(field)
    expect(fromFieldMoment(field)).toBe('2026-11-22T13:05:00.000Z')
  },
)

test('before anybody knows where the reader is, it is told in UTC', () => {
  process.env.TZ = 'Asia/Tokyo'
  expect(formatLocalMoment(AT, 'UTC')).toBe('22 Nov 2026, 13:05')
  expect(toFieldMoment(AT, 'UTC')).toBe('2026-11-22T13:05')
})

test.each([
  [-5, '0 minutes'],
  [59_999, '0 minutes'],
  [60_000, '1 minute'],
  [3_599_999, '59 minutes'],
  [86_399_999, '23 hours'],
  [2 * 86_400_000 + 5, '2 days'],
])('%s ms are %s', (ms, words) => expect(formatSpan(ms)).toBe(words))

test.each(['', 'yesterday', '2026-11-22', '2026-13-40T99:99', '2026-11-22T14:05Z'])(
  '"%s" is no moment of a field',
  (text) => expect(fromFieldMoment(text)).toBeNull(),
)
