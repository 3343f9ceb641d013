import type { SeededRandom } from '@/lib/domain/seeded-random'

/** Parameters as a client might choose them from the list of cards; every query that comes out is a valid one. */
export function someQuery(random: SeededRandom): URLSearchParams {
  const params = new URLSearchParams()
  const maybe = (parameter: string, values: readonly [string, ...string[]], chance = 0.2) => {
    if (random.next() < chance) params.append(parameter, random.pick(values))
  }
  maybe('maker', ['Halcyon', 'Halcyon,Ærø%2C Ltd', 'nobody', '=SUM(A1),Halcyon "2"'])
  maybe('maker', ['straße 9', 'Halcyon'], 0.1)
  maybe('maker[not_in]', ['Halcyon', '__proto__,constructor'])
  maybe('maker[exists]', ['true', 'false'], 0.1)
  maybe('state', ['warm', 'cold,warm', 'warm,unknown,warm'])
  maybe('tags', ['red', 'blue%2Cish', 'x%252Cy,green', '100%,%25,%'])
  maybe('tags[all]', ['red,green', 'x%252Cy'], 0.1)
  maybe('tags[not_in]', ['red', 'green,red'], 0.1)
  maybe('latency_ms[gte]', ['-1', '0', '-0', '3.50', '1e0', '1e-7'])
  maybe('latency_ms[lt]', ['10', '12.5', '1e21', '1.7976931348623157e308'])
  maybe('latency_ms', ['1,2,3', '0.5,5e-1', '0.1,0.30000000000000004'], 0.1)
  maybe('seen_at[gt]', ['2026-01-03', '2026-01-03T12:30Z', '2026-01-03T14:30:00.001+02:00'])
  maybe('is_spare', ['true', 'false', 'true,false'], 0.1)
  maybe('is_spare[exists]', ['true', 'false'], 0.1)
  maybe('q', ['card', 'HALCYON "2"', 'strasse', ' 9  card ', '"straße 9" card', 'ﬀ'])
  maybe('fields', ['id', 'price,note,id', 'id,id'])
  if (random.next() < 0.4) {
    params.append('unit', random.pick(['pixel', 'token']))
    maybe('price[lte]', ['2', '0.5', '1/3', '1e59', '0.10', '2/4'], 0.5)
    maybe('price[gt]', ['-1', '0', '1e-60', '0.25'], 0.3)
    maybe('price', ['0,1,2.0', '1/3,2/3,4/6'], 0.1)
    maybe('sort', ['price', '-price,seen_at'], 0.4)
  }
  if (!params.has('sort'))
    maybe('sort', ['latency_ms', '-latency_ms', 'state,-tags,maker', 'is_spare,-seen_at,id'], 0.6)
  if (random.next() < 0.2) params.append('format', random.pick(['csv', 'ndjson', 'json']))
  else maybe('limit', ['1', '7', '20', '500'], 0.5)
  if (params.get('format') !== 'csv') maybe('include', ['facets', 'history,facets'])
  return params
}
