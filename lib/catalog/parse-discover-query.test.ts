import { describe, expect, test } from 'vitest'
import { type DiscoverQuery, parseDiscoverQuery } from './parse-discover-query'

const NOTHING: DiscoverQuery = { caps: [], apps: [], gpus: [] }

describe('what is asked', () => {
  test.each<[string, Partial<DiscoverQuery>]>([
    ['', {}],
    ['?', {}],
    ['&&', {}],
    ['caps', {}],
    ['caps=', {}],
    ['caps=&caps=&app=&gpu=%20', {}],
    ['other=1&=x&CAPS=x&cap=y&__proto__=z', {}],
    ['caps=llm/m', { caps: ['llm/m'] }],
    ['?caps=llm%2Fm', { caps: ['llm/m'] }],
    ['%63aps=x', { caps: ['x'] }],
    ['caps=b&caps=a&caps=b', { caps: ['b', 'a'] }],
    ['caps=a,b', { caps: ['a,b'] }],
    ['caps=a=b', { caps: ['a=b'] }],
    ['caps=+x%20&caps=%2B', { caps: [' x ', '+'] }],
    ['caps=a%3Bb%26c%25', { caps: ['a;b&c%'] }],
    ['caps=%F0%9F%98%80', { caps: ['😀'] }],
    ['app=+x+&app=x&gpu=NVIDIA%20H100', { apps: ['x'], gpus: ['NVIDIA H100'] }],
    ['gpu=b&caps=c&app=a&gpu=a', { caps: ['c'], apps: ['a'], gpus: ['b', 'a'] }],
  ])('%j', (search, query) =>
    expect(parseDiscoverQuery(search)).toEqual({ ok: true, query: { ...NOTHING, ...query } }),
  )
})

describe('a query that cannot be read is a problem, never everything', () => {
  test.each([
    ['caps=%ZZ', /%25/],
    ['caps=%', /in caps .*%25/],
    ['caps=%2', /%25/],
    ['%ZZ=x', /%25/],
    ['caps=%FF', /UTF-8/],
    ['caps=%ED%A0%80', /UTF-8/],
    ['caps=a;b', /in caps; .*%3B/],
    ['caps=a&x;y', /%3B/],
    [`${'x'.repeat(9_000)}=;`, /^.{1,300}$/],
  ])('%s', (search, problem) =>
    expect(parseDiscoverQuery(search)).toEqual({ ok: false, problem: expect.stringMatching(problem) }),
  )
})

test('a hundred different values are looked up, not one more', () => {
  const values = (n: number) =>
    Array.from({ length: n }, (_, i) => `${i % 2 ? 'caps' : 'app'}=${i}`).join('&')
  expect(parseDiscoverQuery(values(100)).ok).toBe(true)
  expect(parseDiscoverQuery(values(101))).toEqual({
    ok: false,
    problem: 'The query asks for 101 values of caps, app and gpu; up to 100 are looked up.',
  })
  expect(parseDiscoverQuery('caps=x&'.repeat(5000)).ok).toBe(true)
})
