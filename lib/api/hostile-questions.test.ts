import { describe, expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { shortened } from './listing/reading'
import type { ProblemKind } from './problem-types'
import { asking, type Question } from './testdata/asking'
import { expectWellFormed } from './testdata/expect-well-formed'
import { LIST_NAMES } from './testdata/list-doc-of'
import { randomNetwork } from './testdata/random-network'

/**
 * What strangers send, over the whole HTTP surface. Each is refused by the name of what is wrong, with what would be
 * right, or stands among those that are accepted, with the reason. None is an error of ours, and none is misread.
 */
const KEY = 'a key for tests alone'
const ask = asking({
  ...randomNetwork(seededRandom('hostile questions')),
  operatorKey: KEY,
  streams: { open: async () => new ReadableStream() },
})

const list = (query: string) => `/api/v1/offerings?${query}`
const prices = (query: string) => `/api/v1/prices?${query}`
const facets = (query: string) => `/api/v1/facets?${query}`
const stream = (query: string) => `/api/v1/stream?${query}`
const changes = (query: string) => `/api/v1/changes?${query}`
const webhook = (query: string) => `/orchestrators.json?${query}`
const signer = (query: string) => `/discover-orchestrators?${query}`
const network = (query: string) => `/getNetworkCapabilities?${query}`
const policy = (name: string) => `/api/v1/policies/${name}`
const operator = { authorization: `Bearer ${KEY}` }

const nines = (count: number) => '9'.repeat(count)
const long = (count: number) => 'x'.repeat(count)
const many = (count: number, parameter: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => parameter(i)).join('&')
const cursorOf = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')
const DEFAULT_SORT = 'offerings node_uri,pipeline,model'

/** The parameter that is named, and a part of what is said of it. */
const PARAMETERS: readonly (readonly [path: string, parameter: string, says: string])[] = [
  // Names.
  [list('colour=red'), 'colour', 'known: id, kind, pipeline'],
  [list('STATE=warm'), 'STATE', 'known: '],
  [list('State=warm'), 'State', 'known: '],
  [list('=warm'), '', 'is not a parameter'],
  [list('state%20=warm'), 'state ', 'is not a parameter'],
  [list('%EF%BB%BFstate=warm'), '\uFEFFstate', 'is not a parameter'],
  [list('state%00=warm'), 'state\0', 'is not a parameter'],
  [list('state;pipeline=llm'), 'state;pipeline', 'is not a parameter'],
  [list('__proto__=1'), '__proto__', 'is not a parameter'],
  [list('constructor=1'), 'constructor', 'is not a parameter'],
  [list('toString[exists]=true'), 'toString[exists]', 'is not a parameter'],
  [list('hasOwnProperty[gte]=1'), 'hasOwnProperty[gte]', 'is not a parameter'],
  [list(`${long(100_000)}=1`), `${long(80)}…`, 'is not a parameter'],
  [list('a%0D%0ASet-Cookie:%20b=1'), 'a\r\nSet-Cookie: b', 'is not a parameter'],
  [list('<script>alert(1)</script>=1'), '<script>alert(1)</script>', 'is not a parameter'],
  ['/api/v1/models?members=1', 'members', 'known: kind, pipeline, model'],
  ['/api/v1/gpus?price=1', 'price', 'known: name, vram_gib'],
  ['/api/v1/regions?policy=x', 'policy', 'known: name, label'],
  ['/api/v1/orchestrators?address=0x0', 'address', 'known: name, label'],
  ['/api/v1/pipelines?state=warm', 'state', 'known: name, label'],
  // Operators.
  [list('state[]=warm'), 'state[]', 'state[not_in]'],
  [list('state[0]=warm'), 'state[0]', 'state[not_in]'],
  [list('state[in]=warm'), 'state[in]', 'there are state, state[not_in]'],
  [list('state[NOT_IN]=warm'), 'state[NOT_IN]', 'there are'],
  [list('state[__proto__]=warm'), 'state[__proto__]', 'there are'],
  [list('state[constructor]=warm'), 'state[constructor]', 'there are'],
  [list('state[$ne]=warm'), 'state[$ne]', 'there are'],
  [list('state[not_in][]=warm'), 'state[not_in][]', 'is not a parameter'],
  [list('a[b[c]]=1'), 'a[b[c]]', 'is not a parameter'],
  [list(`state${'['.repeat(5_000)}=1`), `state${'['.repeat(75)}…`, 'is not a parameter'],
  [list('latency_ms[between]=1,2'), 'latency_ms[between]', 'latency_ms[gte]'],
  [list('has_price[gt]=false'), 'has_price[gt]', 'has_price[exists]'],
  // Values: types and ranges.
  [list('state=hot'), 'state', 'warm, cold, priced-only, unknown'],
  [list('state=Warm'), 'state', 'is not one of'],
  [list('state=toString'), 'state', 'is not one of'],
  [list('kind=__proto__'), 'kind', 'ai, byoc, live-runner, transcoding'],
  [list('state='), 'state', 'leave it out'],
  [list('state'), 'state', 'state[exists]=false'],
  [list('state=warm,,cold'), 'state', 'has an empty value'],
  [list('has_price=yes'), 'has_price', 'true or false'],
  [list('has_price=TRUE'), 'has_price', 'true or false'],
  [list('state[exists]=1'), 'state[exists]', 'true or false'],
  [list('latency_ms[gte]=fast'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=NaN'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=-Infinity'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=1e999999'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=0x10'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=1,5'), 'latency_ms[gte]', 'a number such as'],
  [list('latency_ms[gte]=%D9%A3'), 'latency_ms[gte]', 'a number such as'],
  [list(`capacity[gt]=${nines(60)}`), 'capacity[gt]', 'a number such as'],
  [list('latency_ms[gte]=1&latency_ms[gte]=2'), 'latency_ms[gte]', 'more than once'],
  [list('observed_at[gte]=yesterday'), 'observed_at[gte]', '2026-01-31'],
  [list('observed_at[gte]=2026-02-30'), 'observed_at[gte]', '2026-01-31'],
  [list('observed_at[gte]=2026-01-31T12:00:00'), 'observed_at[gte]', '%2B'],
  [list('observed_at[gte]=2026-01-31T12:00:00+02:00'), 'observed_at[gte]', 'write %2B'],
  [list('observed_at[gte]=99999999999999'), 'observed_at[gte]', 'a moment such as'],
  [list('unit=pixel&price[lte]=1e999999'), 'price[lte]', '60 digits'],
  [list(`unit=pixel&price[lte]=${nines(61)}`), 'price[lte]', '60 digits'],
  [list('unit=pixel&price[lte]=1/0'), 'price[lte]', 'a decimal amount'],
  [list('unit=pixel&price[lte]=0.5%20ETH'), 'price[lte]', 'a decimal amount'],
  [list(`model=${long(100_000)}`), 'model', 'longer than 1000'],
  [list(`model=${Array.from({ length: 10_000 }, (_, i) => i).join()}`), 'model', 'there may be 100'],
  [list('id=%ED%A0%80'), 'id', 'not valid UTF-8'],
  [list('model=%C0%AF'), 'model', 'not valid UTF-8'],
  [list('model=%FF%FE'), 'model', 'not valid UTF-8'],
  [list('model%FF=a'), 'model\uFFFD', 'not valid UTF-8'],
  // Prices in unlike units.
  [list('price[lte]=5'), 'price[lte]', 'exactly one unit'],
  [list('sort=price'), 'sort', 'exactly one unit'],
  [list('unit=pixel,token&sort=-price'), 'sort', 'exactly one unit'],
  [prices('median[lt]=5'), 'median[lt]', 'exactly one unit'],
  [list('max_price_wei=5'), 'max_price_wei', 'exactly one pipeline'],
  [list('max_price_wei=5&pipeline=llm,upscale'), 'max_price_wei', 'exactly one pipeline'],
  [list('max_price_wei=-5&pipeline=llm'), 'max_price_wei', 'wei per unit'],
  [list('max_price_wei=1e999999&pipeline=llm'), 'max_price_wei', 'wei per unit'],
  [list('max_price_wei=&max_price_wei=5&pipeline=llm'), 'max_price_wei', 'more than once'],
  // How rows are ordered, paged and written.
  [list('sort=colour'), 'sort', 'there are kind, pipeline'],
  [list('sort=__proto__'), 'sort', 'there are kind'],
  [list('sort=-constructor'), 'sort', 'there are kind'],
  [list('sort=state:desc'), 'sort', 'there are kind'],
  [list('sort=STATE'), 'sort', 'there are kind'],
  [list('sort=state,-state'), 'sort', 'more than once'],
  [list('sort=(select%201)'), 'sort', 'there are kind'],
  [list('limit=0'), 'limit', '1 to 10000'],
  [list('limit=10001'), 'limit', '1 to 10000'],
  [list('limit=-1'), 'limit', '1 to 10000'],
  [list('limit=1e3'), 'limit', '1 to 10000'],
  [list(`limit=${nines(60)}`), 'limit', '1 to 10000'],
  [list('limit=1;DROP%20TABLE%20snapshots'), 'limit', '1 to 10000'],
  [list('limit=5&limit=5'), 'limit', 'more than once'],
  [list('fields=__proto__'), 'fields', 'is not one of id, kind'],
  [list('fields=id,'), 'fields', 'is not one of'],
  [list('fields=ID'), 'fields', 'is not one of'],
  [list('include=members'), 'include', 'is not one of provenance'],
  ['/api/v1/models?include=provenance', 'include', 'is not one of members'],
  ['/api/v1/gpus?include=members', 'include', 'known: name'],
  [list('include=provenance&format=csv'), 'include', 'CSV has columns alone'],
  [list('format=xml'), 'format', 'json, csv, ndjson'],
  [list('format=../../etc/passwd'), 'format', 'json, csv, ndjson'],
  [list('format=csv&limit=5'), 'limit', 'have no pages'],
  [list('cursor=null'), 'cursor', 'begin again without it'],
  [list('cursor=%00'), 'cursor', 'begin again'],
  [list(`cursor=${long(100_000)}`), 'cursor', 'begin again'],
  [list(`cursor=${cursorOf([DEFAULT_SORT, ['a', 'b', 'c'], 5])}`), 'cursor', 'begin again'],
  [list(`cursor=${cursorOf([DEFAULT_SORT, [{}, [], null], 'a'])}`), 'cursor', 'begin again'],
  [list(`cursor=${cursorOf({ __proto__: [] })}`), 'cursor', 'begin again'],
  [list(`cursor=${cursorOf(['models -nodes,pipeline,model', [1, 'a', 'b'], 'a'])}`), 'cursor', 'begin again'],
  [list(`cursor=${Buffer.from('['.repeat(5_000)).toString('base64url')}`), 'cursor', 'begin again'],
  [list('q='), 'q', 'leave it out'],
  [list('q="open'), 'q', 'write "a phrase"'],
  [list(`q=${long(100_000)}`), 'q', 'longer than 200'],
  [list('q=a&q=b'), 'q', 'more than once'],
  // Policies by name.
  [list('policy=nobodys'), 'policy', 'there are default-balanced'],
  [list('policy='), 'policy', 'leave it out'],
  [list('policy=a&policy=a'), 'policy', 'more than once'],
  [list('policy=__proto__'), 'policy', 'there are default-balanced'],
  [list(`policy=${long(100_000)}`), 'policy', 'there are default-balanced'],
  // Values to choose from.
  [facets('limit=5'), 'limit', 'answers with values instead of rows'],
  [facets('format=csv'), 'format', 'answers with values'],
  [facets('cursor=x'), 'cursor', 'answers with values'],
  [facets('price[lte]=5'), 'price[lte]', 'exactly one unit'],
  [facets('__proto__=1'), '__proto__', 'known: id'],
  // A list for gateways.
  [webhook('format=csv'), 'format', 'is not a parameter'],
  [webhook('cursor=x'), 'cursor', 'is not a parameter'],
  [webhook('on_empty=fail'), 'on_empty', 'list, keep'],
  [webhook('on_empty='), 'on_empty', 'leave it out'],
  [webhook('on_empty=list&on_empty=keep'), 'on_empty', 'more than once'],
  [webhook('limit=0'), 'limit', '1 to 10000'],
  [webhook('sort=price'), 'sort', 'exactly one unit'],
  [webhook('usable_by=me'), 'usable_by', 'is not one of'],
  [webhook('constructor=1'), 'constructor', 'is not a parameter'],
  // Changes.
  [stream('kind=everything'), 'kind', 'is not one of node-joined'],
  [stream('kind=__proto__'), 'kind', 'is not one of'],
  [stream('kind='), 'kind', 'leave it out'],
  [stream('orchestrator=0x12'), 'orchestrator', '40 hex digits'],
  [stream('orchestrator=__proto__'), 'orchestrator', '40 hex digits'],
  [stream('last_event_id=-1'), 'last_event_id', 'is not the id of an event'],
  [stream('last_event_id=1e5'), 'last_event_id', 'is not the id'],
  [stream(`last_event_id=${nines(60)}`), 'last_event_id', 'is not the id'],
  [stream('last_event_id=1&last_event_id=2'), 'last_event_id', 'more than once'],
  [stream('model=%FF'), 'model', 'not valid UTF-8'],
  [stream('model[not_in]=a'), 'model[not_in]', 'there are kind, node_uri'],
  [stream(`${long(100_000)}=1`), `${long(80)}…`, 'there are kind'],
  [stream('gpu='), 'gpu', 'leave it out'],
  [stream(`model=${many(101, (i) => `${i},`).replaceAll('&', '')}x`), 'model', 'more than 100 values'],
  [stream(`model=${long(100_000)}`), 'model', 'longer than 1000'],
  [changes('kind=gpus-changed'), 'kind', 'is not one of node-joined'],
  [changes('gpu=%FF'), 'gpu', 'not valid UTF-8'],
  [changes('orchestrator=0x'), 'orchestrator', '40 hex digits'],
  [changes('order=up'), 'order', 'desc, asc'],
  [changes('order=asc&order=asc'), 'order', 'more than once'],
  [changes('format=csv'), 'format', 'json, ndjson, atom, rss'],
  [changes('format=__proto__'), 'format', 'json, ndjson'],
  [changes('limit=0'), 'limit', '1 to 1000'],
  [changes('limit=1001'), 'limit', '1 to 1000'],
  [changes('limit=1e2'), 'limit', '1 to 1000'],
  [changes('cursor=-1'), 'cursor', 'begin again without it'],
  [changes(`cursor=${nines(60)}`), 'cursor', 'begin again'],
  [changes('from=yesterday'), 'from', '2026-01-31'],
  [changes('to=2026-01-31T12:00:00+02:00'), 'to', '%2B'],
  [changes('from=2026-02-01&to=2026-01-31'), 'from', 'is later than to'],
  [changes('last_event_id=1'), 'last_event_id', 'there are kind, node_uri'],
  [changes('__proto__=1'), '__proto__', 'there are kind'],
  // Incidents.
  ['/api/v1/incidents?state=down', 'state', 'open, closed'],
  ['/api/v1/incidents?state=open&state=open', 'state', 'more than once'],
  ['/api/v1/incidents?orchestrator=0x12', 'orchestrator', '40 hex digits'],
  ['/api/v1/incidents?node_uri=', 'node_uri', 'leave it out'],
  ['/api/v1/incidents?limit=1001', 'limit', '1 to 1000'],
  ['/api/v1/incidents?cursor=0', 'cursor', 'begin again without it'],
  ['/api/v1/incidents?from=2026-02-30', 'from', '2026-01-31'],
  ['/api/v1/incidents?from=2026-02-01&to=2026-01-01', 'from', 'is later than to'],
  ['/api/v1/incidents?format=atom', 'format', 'json, ndjson'],
  ['/api/v1/incidents?kind=x', 'kind', 'there are state, node_uri'],
  // Two moments compared.
  ['/api/v1/diff?from=2026-02-01&to=2026-01-31', 'from', 'is later than to'],
  ['/api/v1/diff?from=9999-12-31', 'from', 'lies in the future'],
  ['/api/v1/diff?from=now', 'from', '2026-01-31'],
  ['/api/v1/diff?to=&from=2026-01-01', 'to', 'leave it out'],
  ['/api/v1/diff?limit=0', 'limit', '1 to 1000'],
  ['/api/v1/diff?cursor=5', 'cursor', 'begin again without it'],
  ['/api/v1/diff?cursor=1-2--3', 'cursor', 'begin again'],
  [`/api/v1/diff?cursor=${nines(30)}-1-1`, 'cursor', 'begin again'],
  ['/api/v1/diff?kind=everything', 'kind', 'is not one of'],
  ['/api/v1/diff?order=asc', 'order', 'there are kind, node_uri'],
  ['/api/v1/diff?gpu=%FF', 'gpu', 'not valid UTF-8'],
  // Finished sweeps.
  ['/api/v1/sweeps?limit=501', 'limit', '1 to 500'],
  ['/api/v1/sweeps?limit=1&limit=1', 'limit', 'more than once'],
  ['/api/v1/sweeps?cursor=1e3', 'cursor', 'begin again without it'],
  [`/api/v1/sweeps?cursor=${nines(60)}`, 'cursor', 'begin again'],
  ['/api/v1/sweeps/hourly?limit=1', 'limit', 'it takes none'],
  ['/api/v1/sweeps?constructor=1', 'constructor', 'known: limit, cursor'],
  // Addresses that take none.
  ['/api/v1/network/history?window=1e9h', 'window', 'is not a span'],
  ['/api/v1/network/history?window=999999d&step=5m', 'window', 'is not a span'],
  ['/api/v1/network/history?window=3660d&step=5m', 'step', 'at most 300'],
  ['/api/v1/network/history?step=0h', 'step', 'is not a multiple of 5m'],
  ['/api/v1/network/history?metric=__proto__', 'metric', 'is not one of'],
  ['/api/v1/network/history?until=%00', 'until', 'is not a moment'],
  ['/api/v1/nodes/n0.example/history?constructor=1', 'constructor', 'known: metric, window'],
  ['/api/v1/nodes/n0.example/reliability?window=7d', 'window', 'it takes none'],
  ['/api/v1/reliability?__proto__=1', '__proto__', 'it takes none'],
  ['/api/v1/nodes?limit=5', 'limit', 'it takes none'],
  ['/api/v1/network/summary?__proto__=1', '__proto__', 'it takes none'],
  ['/api/v1/status?callback=alert', 'callback', 'it takes none'],
  ['/api/v1/sources?name=list', 'name', 'it takes none'],
  ['/api/v1/policies?name=x', 'name', 'it takes none'],
  ['/api/v1/openapi.json?version=2', 'version', 'it takes none'],
  ['/api/v1/gateway/offerings?pipeline=llm', 'pipeline', 'it takes none'],
  ['/.well-known/livepeer-gateway.json?x=1', 'x', 'it takes none'],
  ['/api/v1/nodes/n0.example?include=members', 'include', 'it takes none'],
  [`/api/v1/models/unknown?${long(100_000)}`, `${long(80)}…`, 'it takes none'],
]

describe('a parameter that is wrong is named, with what would be right', () => {
  test.each(PARAMETERS.map((row) => [shortened(row[0]), ...row] as const))(
    '%s',
    async (_, path, parameter, says) => {
      const refusal = expectWellFormed(await ask(path))
      expect(refusal).toMatchObject({ kind: 'bad-parameters', parameters: [parameter] })
      expect(refusal?.text).toContain(says)
      expect(refusal?.text.length).toBeLessThan(3_000)
    },
  )

  test.each(LIST_NAMES)('%s: the same in every list', async (name) => {
    for (const [query, parameter] of [
      ['__proto__=1', '__proto__'],
      ['constructor[exists]=true', 'constructor[exists]'],
      ['sort=__proto__', 'sort'],
      ['fields=hasOwnProperty', 'fields'],
      ['limit=1.5', 'limit'],
      ['format=toString', 'format'],
      ['q=%22', 'q'],
      [`cursor=${cursorOf([DEFAULT_SORT, ['a', 'b', 'c'], 'a'])}x`, 'cursor'],
    ])
      expect([name, query, expectWellFormed(await ask(`/api/v1/${name}?${query}`))]).toEqual([
        name,
        query,
        expect.objectContaining({ kind: 'bad-parameters', parameters: [parameter] }),
      ])
  })

  test('ten thousand mistakes make a short answer, everywhere', async () => {
    for (const path of ['offerings', 'models', 'facets', 'stream', 'changes', 'nodes', 'models/unknown']) {
      const refusal = expectWellFormed(await ask(`/api/v1/${path}?${many(10_000, (i) => `x${i}=1`)}`))
      expect([path, refusal?.parameters.length]).toEqual([path, 50])
    }
    const repeated = await ask(list(many(10_000, () => 'limit=1')))
    expect(expectWellFormed(repeated)?.parameters).toEqual(['limit'])
  })
})

/** At addresses whose clients read nothing but a message, it names the parameter. */
const MESSAGES: readonly (readonly [path: string, says: RegExp])[] = [
  [network('state=hot'), /^state "hot" is not one of warm/],
  [network('limit=0'), /^limit "0" is not a whole number from 1/],
  [network('model[not_in][]=a'), /^model\[not_in\]\[\] is not a parameter/],
  [network('price[lte]=1'), /^price\[lte\] needs exactly one unit/],
  [network('policy=nobodys'), /^policy "nobodys" is not the name/],
  [network('model=%FF'), /^model holds a character that is not valid UTF-8/],
  [network(`model=${long(100_000)}`), /^model "x{80}…" is longer than 1000/],
  [signer('caps=%FF'), /caps .*percent-encoded UTF-8.* %25/],
  [signer('caps=%'), /caps .*%25/],
  [signer('caps=a;b'), /semicolon in caps; .*%3B/],
  [signer(`${long(50_000)};=1`), /semicolon in x{200}…; /],
  [signer(many(101, (i) => `caps=${i}`)), /101 values of caps, app and gpu; up to 100/],
  [signer('policy=nobodys'), /^policy "nobodys" is not the name/],
  [signer('policy=%00'), /^policy .* is not the name|leave it out/],
]

describe('where clients read a message alone, that names it', () => {
  test.each(MESSAGES.map((row) => [shortened(row[0]), ...row] as const))('%s', async (_, path, says) => {
    const refusal = expectWellFormed(await ask(path))
    expect(refusal?.kind).toBe('plain')
    expect(refusal?.text).toMatch(says)
    expect(refusal?.text.length).toBeLessThan(2_000)
  })
})

const put = (body: string, headers: Record<string, string> = operator): Question => ({
  method: 'PUT',
  body,
  headers,
})

/** What is wrong in another way than by a parameter of the query. */
const OTHERS: readonly (readonly [
  what: string,
  path: string,
  question: Question,
  kind: ProblemKind,
  says: string,
])[] = [
  ['two slashes', '//x', {}, 'not-found', '//x'],
  ['a slash behind', '/api/v1/offerings/', {}, 'not-found', '/api/v1/offerings/'],
  ['another case', '/API/V1/offerings', {}, 'not-found', '/API/V1/offerings'],
  ['a version that is none', '/api/v2/offerings', {}, 'not-found', '/api/v2/offerings'],
  ['a parameter in the path', '/api/v1/offerings;state=warm', {}, 'not-found', ';state=warm'],
  ['an encoded slash', '/api%2Fv1/offerings', {}, 'not-found', '/api%2Fv1/offerings'],
  ['a NUL in the path', '/api/v1/offerings%00', {}, 'not-found', '%00'],
  ['a prototype', '/__proto__', {}, 'not-found', '/__proto__'],
  ['a constructor', '/api/v1/constructor', {}, 'not-found', '/api/v1/constructor'],
  ['a path of 100 kB', `/${long(100_000)}`, {}, 'not-found', 'There is nothing at /xxx'],
  ['a path of 50,000 parts', '/a'.repeat(50_000), {}, 'not-found', 'There is nothing at /a/a'],
  ['files elsewhere', '/..%2f..%2fetc/passwd', {}, 'not-found', 'There is nothing at'],
  ['a model that is none', '/api/v1/models/__proto__x', {}, 'not-found', '/api/v1/models lists all'],
  ['a model of files', '/api/v1/models/..%2F..%2Fetc%2Fpasswd', {}, 'not-found', '../../etc/passwd'],
  ['a model that is no UTF-8', '/api/v1/models/%FF', {}, 'not-found', '/api/v1/models/%FF'],
  ['a model of half a character', '/api/v1/models/%ED%A0%80', {}, 'not-found', '%ED%A0%80'],
  ['a model of 100 kB', `/api/v1/models/${long(100_000)}`, {}, 'not-found', 'lists all'],
  ['no model', '/api/v1/models/', {}, 'not-found', '/api/v1/models/'],
  ['an orchestrator of a prototype', '/api/v1/orchestrators/__proto__', {}, 'not-found', 'lists all'],
  ['an orchestrator in two parts', '/api/v1/orchestrators/0x1/nodes', {}, 'not-found', 'There is nothing'],
  ['a history of no model', '/api/v1/models/__proto__x/history', {}, 'not-found', 'lists all'],
  ['a history of files', '/api/v1/nodes/..%2F..%2Fetc/history', {}, 'not-found', '../../etc'],
  ['a history of 10 kB', `/api/v1/models/${long(10_000)}/history`, {}, 'not-found', 'lists all'],
  ['a history of a history', '/api/v1/network/history/history', {}, 'not-found', 'There is nothing'],
  ['a reliability of nobody', '/api/v1/orchestrators/valueOf/reliability', {}, 'not-found', 'lists all'],
  ['a node that is none', '/api/v1/nodes/toString', {}, 'not-found', '/api/v1/nodes lists all'],
  ['a node with a NUL', '/api/v1/nodes/https:%2F%2Fn0.example%00', {}, 'not-found', 'lists all'],
  ['a node with credentials', '/api/v1/nodes/https:%2F%2Fa:b@n0.example', {}, 'not-found', 'lists all'],
  ['a source that is none', '/api/v1/sources/hasOwnProperty', {}, 'not-found', 'there are none'],
  ['a source of 100 kB', `/api/v1/sources/${long(100_000)}`, {}, 'not-found', 'No source is called'],
  ['a policy that is none', policy('constructor'), {}, 'not-found', '/api/v1/policies lists those'],
  ['a policy of 100 kB', policy(long(100_000)), {}, 'not-found', '/api/v1/policies lists those'],
  [
    'POST to a list',
    '/api/v1/offerings',
    { method: 'POST', body: '{}' },
    'method-not-allowed',
    'GET, HEAD, OPTIONS',
  ],
  [
    'DELETE of the network',
    '/getNetworkCapabilities',
    { method: 'DELETE' },
    'method-not-allowed',
    'GET, HEAD',
  ],
  ['POST of what is saved by its name', policy('a'), { method: 'POST' }, 'method-not-allowed', 'PUT, DELETE'],
  ['HEAD of nothing', '/api/v1/nothing', { method: 'HEAD' }, 'not-found', ''],
  ['a method in lower case', '/healthz', { method: 'get' }, 'method-not-allowed', 'GET, HEAD'],
  ['a method that nobody knows', '/healthz', { method: 'BREW' }, 'method-not-allowed', 'GET, HEAD'],
  ['a method of a prototype', '/healthz', { method: '__proto__' }, 'method-not-allowed', 'GET, HEAD'],
  ['TRACE', '/healthz', { method: 'TRACE' }, 'method-not-allowed', 'GET, HEAD'],
  ['a command without the key', '/api/v1/sweeps', { method: 'POST' }, 'operator-key-needed', 'Bearer KEY'],
  [
    'a command with another key',
    '/api/v1/sweeps',
    { method: 'POST', headers: { authorization: `Bearer ${KEY}x` } },
    'operator-key-needed',
    'Bearer KEY',
  ],
  [
    'a key of another scheme',
    '/api/v1/sweeps',
    { method: 'POST', headers: { authorization: `Basic ${KEY}` } },
    'operator-key-needed',
    'Bearer KEY',
  ],
  [
    'a key of 100 kB',
    '/api/v1/gateway/margins',
    { headers: { authorization: `Bearer ${long(100_000)}` } },
    'operator-key-needed',
    'Bearer KEY',
  ],
  [
    'a command with parameters',
    '/api/v1/sweeps?node=n0',
    { method: 'POST', headers: operator },
    'bad-parameters',
    'it takes none',
  ],
  [
    'saving with parameters',
    `${policy('a')}?state=warm`,
    put('{"filters":{}}'),
    'bad-parameters',
    'it takes none',
  ],
  [
    'deleting with parameters',
    `${policy('a')}?dry_run=1`,
    { method: 'DELETE', headers: operator },
    'bad-parameters',
    'it takes none',
  ],
  ['saving without the key', policy('a'), put('{"filters":{}}', {}), 'operator-key-needed', 'Bearer KEY'],
  [
    'a name with a line end',
    policy('a%0D%0ASet-Cookie:b'),
    put('{"filters":{}}'),
    'bad-parameters',
    'a-z, 0-9 and -',
  ],
  ['a name that is a path', policy('..%2Fa'), put('{"filters":{}}'), 'bad-parameters', 'a-z, 0-9 and -'],
  ['a name of a prototype', policy('__proto__'), put('{"filters":{}}'), 'bad-parameters', 'a-z, 0-9 and -'],
  ['no body', policy('a'), put(''), 'bad-body', 'body is not JSON'],
  ['half a body', policy('a'), put('{"filters":'), 'bad-body', 'body is not JSON'],
  ['a list for a body', policy('a'), put('[]'), 'bad-body', 'is not an object such as'],
  [
    'a body of another shape',
    policy('a'),
    put('{"state":"warm"}'),
    'bad-body',
    'there are description, filters, selection and private',
  ],
  [
    'a body with a prototype',
    policy('a'),
    put('{"filters":{},"__proto__":{}}'),
    'bad-body',
    '__proto__ is not part',
  ],
  [
    'a filter of a prototype',
    policy('a'),
    put('{"filters":{"__proto__":"1"}}'),
    'bad-body',
    'filters.__proto__',
  ],
  ['a filter that is none', policy('a'), put('{"filters":{"state":"hot"}}'), 'bad-body', 'warm, cold'],
  ['a nested filter', policy('a'), put('{"filters":{"state":{"$ne":"warm"}}}'), 'bad-body', 'filters.state'],
  ['a deep body', policy('a'), put('['.repeat(60_000)), 'bad-body', 'nested deeper'],
  [
    'a body of many mistakes',
    policy('a'),
    put(`{${Array.from({ length: 5_000 }, (_, i) => `"a${i}":1`).join()}}`),
    'bad-body',
    'a0 is not part',
  ],
  ['a form for a body', policy('a'), put('filters=state%3Dwarm'), 'bad-body', 'body is not JSON'],
]

describe('what is wrong in another way says so too', () => {
  test.each(OTHERS)('%s', async (_, path, question, kind, says) => {
    const refusal = await refusalOf(path, question)
    expect(refusal?.kind).toBe(kind)
    expect(refusal?.text).toContain(says)
    expect(refusal?.text.length).toBeLessThan(20_000)
  })

  async function refusalOf(path: string, question: Question) {
    if (question.method !== 'HEAD') return expectWellFormed(await ask(path, question))
    const { status, headers, text } = await ask(path, question)
    expect([status, headers['content-type'], text]).toEqual([404, 'application/problem+json', ''])
    return { kind: 'not-found', text: '' }
  }

  test('a method that is wrong is told which are right', async () => {
    const { headers } = await ask('/api/v1/policies/a', { method: 'PATCH' })
    expect(headers.allow).toBe('GET, HEAD, PUT, DELETE, OPTIONS')
  })
})

/** What looks odd and means something, and why. */
const ACCEPTED: readonly (readonly [why: string, path: string, question?: Question])[] = [
  ['no parameters at all', list('')],
  ['separators without parameters', list('&&&')],
  ['a value that no row has is an empty list', list('model=__proto__')],
  ['any text is a value where nodes choose texts: SQL', list("model=' OR 1=1 --")],
  ['any text is a value: HTML', list('model=<img%20src=x>')],
  ['any text is a value: line ends', list('model=a%0D%0Ab')],
  ['any text is a value: a NUL', list('model=%00')],
  ['any text is a value: a byte order mark', list('model=%EF%BB%BF')],
  ['any text is a value: a semicolon', list('model=a;b')],
  ['a percent sign that begins no encoding stands for itself, as browsers send it', list('model=100%')],
  ['a plus is a space, as in forms', list('q=a+b')],
  ['brackets may be encoded', list('state%5Bnot_in%5D=warm')],
  ['a parameter may be encoded', list('%73tate=warm')],
  ['a list may be repeated', list('state=warm&state=cold')],
  ['a field may be asked for twice', list('fields=id,id')],
  ['a number may have an exponent and a sign', list('latency_ms[gte]=-1e-7')],
  ['an amount may have sixty digits', list(`unit=pixel&price[lte]=${nines(60)}`)],
  ['a range may be empty', list('latency_ms[gte]=5&latency_ms[lt]=1')],
  ['forms send what was left empty: an older parameter keeps to that', list('max_price_wei=')],
  ['dots in a path lead where they lead, before anybody reads it', '/api/v1/x/../offerings'],
  ['a backslash in a path is a slash to every reader of URLs', '/api\\v1\\offerings'],
  ['a fragment is nobody’s business but the client’s', '/api/v1/offerings#x'],
  [
    'tools put parameters against caches behind the drop-in addresses, as a gateway ignores them',
    network('_=1'),
  ],
  ['a signer ignores what it does not know', signer('State=warm&__proto__=1')],
  ['whoever asks whether we live may add anything', '/healthz?x=1'],
  [
    'If-None-Match that is no tag is no tag of ours',
    list(''),
    { headers: { 'if-none-match': 'not a tag,,"' } },
  ],
  ['If-None-Match of 100 kB', list(''), { headers: { 'if-none-match': '"x",'.repeat(25_000) } }],
  [
    'Accept of what we do not have: JSON is better than nothing',
    list(''),
    { headers: { accept: 'image/png' } },
  ],
  ['Accept-Encoding that cannot be read', list(''), { headers: { 'accept-encoding': 'br;q=x, ;;,gzip;q=' } }],
  ['a body where none is expected is not read', list(''), { body: long(100_000) }],
  [
    'Last-Event-ID that is none begins with `reset`, since browsers send back what they got',
    stream(''),
    { headers: { 'last-event-id': '__proto__' } },
  ],
  ['a change may be asked for by any text: SQL', changes("model=' OR 1=1 --&pipeline=%00")],
  ['a moment may be in the future, or before everything', changes('from=0001-01-01&to=9999-12-31')],
  [
    'Accept of what is not there: JSON is better than nothing',
    changes(''),
    { headers: { accept: 'application/xml' } },
  ],
  [
    'a Host that is none is not repeated in a feed',
    changes('format=atom'),
    { headers: { host: '"><script>alert(1)</script>' } },
  ],
  [
    'whoever accepts events gets them where changes are listed, too',
    changes('kind=warmed'),
    { headers: { accept: 'text/event-stream' } },
  ],
  ['OPTIONS at any address, as browsers ask before they ask', '/api/v1/policies/a', { method: 'OPTIONS' }],
  ['HEAD of any address that is read', list('limit=1'), { method: 'HEAD' }],
]

describe('what looks odd and means something is answered', () => {
  test.each(ACCEPTED.map(([why, path, question = {}]) => ({ why, path, question })))(
    '$why: $path',
    async ({ path, question }) => {
      const reply = await ask(path, question)
      expect(expectWellFormed(reply)).toBeNull()
      expect([200, 204]).toContain(reply.status)
    },
  )
})

test('nothing of a stranger’s text gets into headers', async () => {
  const text = 'STRANGER%0D%0ASet-Cookie:%20STRANGER=1'
  for (const path of [
    list(`model=${text}`),
    list(`${text}=1`),
    `/api/v1/models/${text}`,
    `/api/v1/nodes/${text}`,
    `/api/v1/sources/${text}`,
    policy(text),
    `/${text}`,
    network(`model=${text}`),
    signer(`caps=${text}`),
    changes(`model=${text}`),
    changes(`model=${text}&format=rss`),
  ])
    for (const method of ['GET', 'PUT', 'OPTIONS', 'BREW']) {
      const { headers } = await ask(path, { method, headers: operator, body: '{}' })
      expect(JSON.stringify(headers)).not.toMatch(/stranger|set-cookie/i)
    }
})
