import { expect, test } from 'vitest'
import { refusedKind } from './change-kinds'
import { changeParams, changesHref, cursorOf, feedHref } from './change-params'

const of = (query: string) => changeParams(new URLSearchParams(query))

test('empty fields of a form and what is no filter are left out, repeated ones stay', () => {
  expect(of('kind=warmed&kind=cooled&model=&gpu=%20RTX 4090 &as_of=2026-01-01&x=1').toString()).toBe(
    'kind=warmed&kind=cooled&gpu=RTX+4090',
  )
  expect(of('').size).toBe(0)
})

test('a span of time is asked of the API, which says what is wrong with it', () =>
  expect(of('from=bad&to=2026-01-01').toString()).toBe('from=bad&to=2026-01-01'))

test('kinds that no row shows are refused, ended sweeps too', () => {
  for (const query of ['', 'kind=', 'kind=warmed&kind=cooled', 'kind=warmed,cooled'])
    expect(refusedKind(of(query))).toBeNull()
  for (const kind of ['foo', 'snapshot', 'toString']) {
    const refusal = refusedKind(of(`kind=warmed,${kind}`))
    expect(refusal).toMatch(new RegExp(`^"${kind}" is not a kind .* there are price-changed, `))
    expect(refusal?.split('; there are')[1]).not.toContain('snapshot')
  }
})

test('page and feeds say the same filters', () => {
  expect(changesHref(of('kind='))).toBe('/changes')
  expect(changesHref(of('kind=warmed'))).toBe('/changes?kind=warmed')
  expect(changesHref(of('kind=warmed'), '12')).toBe('/changes?kind=warmed&cursor=12')
  expect(cursorOf(new URLSearchParams('kind=warmed&cursor=12'))).toBe('12')
  expect([cursorOf(of('cursor=12')), cursorOf(new URLSearchParams('cursor='))]).toEqual([null, null])
  expect(feedHref(of('kind=warmed'), 'atom')).toBe('/api/v1/changes?kind=warmed&format=atom')
  expect(feedHref(of(''), 'json')).toBe('/api/v1/changes')
})
