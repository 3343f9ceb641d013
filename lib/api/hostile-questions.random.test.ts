import { expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { type Endpoint, METHODS } from './endpoint'
import { ENDPOINTS } from './endpoints'
import { OPERATORS } from './listing/list-query'
import { shortened } from './listing/reading'
import { asking, type Question } from './testdata/asking'
import { expectWellFormed } from './testdata/expect-well-formed'
import { randomNetwork } from './testdata/random-network'

/**
 * Questions put together from everything that the table itself says of its parameters, and bent: none is an error of
 * ours, every answer is well formed, a refusal names what was sent or had to be, and nothing that was sent is passed over in silence.
 */
const QUESTIONS = 8_000
const KEY = 'a key for tests alone'

const DOCS = ENDPOINTS.flatMap(({ operations }) => METHODS.flatMap((method) => operations[method]?.doc ?? []))
const PARAMETERS = DOCS.flatMap(({ parameters = [] }) => parameters)
const NAMES = [...new Set(PARAMETERS.map(({ name }) => name))]
const VALUES = [
  ...new Set(PARAMETERS.flatMap(({ schema }) => (Array.isArray(schema.enum) ? schema.enum.map(String) : []))),
]
const ODD_TEXTS = [
  '',
  ' ',
  ',',
  '-',
  '0',
  '1',
  '5e-1',
  '-0',
  '1e999999',
  '1/3',
  '9'.repeat(60),
  'true',
  'false',
  'null',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '__proto__',
  'constructor',
  'unknown',
  'flux',
  '"',
  '"a b"',
  '%',
  '%2C',
  '%00',
  '\0',
  '\uFEFF',
  '\uD800',
  '\u2028',
  '\r\nX: y',
  '<b>',
  "' OR 1=1",
  '../..',
  '=SUM(A1)',
  '😀',
  'x'.repeat(300),
  'W10',
] as const

/** Addresses whose clients send what is not meant for us. */
const IGNORES_OTHERS = [
  '/v1/models',
  '/v1/models/{id}',
  '/stream/{request}/{file}',
  '/getNetworkCapabilities',
  '/discover-orchestrators',
  '/healthz',
]

const ELSE = [
  'unreadable-input',
  'model-not-offered',
  'not-found',
  'not-kept',
  'method-not-allowed',
  'operator-key-needed',
  'key-needed',
  'key-refused',
  'plain',
]

const oneOf = (items: readonly string[], random: SeededRandom): string =>
  items[random.int(0, items.length - 1)] ?? ''

function bent(text: string, random: SeededRandom): string {
  const at = random.int(0, text.length)
  const rest = text.slice(at)
  switch (random.int(0, 9)) {
    case 0:
      return text.slice(0, at) + oneOf(ODD_TEXTS, random) + rest
    case 1:
      return text.slice(0, at) + rest.slice(1)
    case 2:
      return random.next() < 0.5 ? text.toUpperCase() : text + text
    case 3:
      return `${text}[${oneOf([...OPERATORS, '', '__proto__', 'a[b]'], random)}]`
    default:
      return text
  }
}

function valueFor(name: string, random: SeededRandom): string {
  const { schema } = PARAMETERS.find((parameter) => parameter.name === name) ?? {}
  const known = Array.isArray(schema?.enum) ? schema.enum.map(String) : []
  const pool = known.length > 0 && random.next() < 0.7 ? known : random.next() < 0.5 ? ODD_TEXTS : VALUES
  const texts = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => oneOf(pool, random))
  return texts.map((text) => (random.next() < 0.2 ? bent(text, random) : text)).join(',')
}

/** Whole, in part, or not at all. */
function encoded(text: string, random: SeededRandom): string {
  const whole = random.next() < 0.6
  return [...text]
    .map((char) => {
      if (char === '#' || (char === '&' && whole)) return encodeURIComponent(char)
      // Half a character has no encoding of its own.
      if (!whole && random.next() < 0.9) return char
      return /^[\uD800-\uDFFF]$/.test(char) ? '%ED%A0%80' : encodeURIComponent(char)
    })
    .join('')
}

function pathOf({ path }: Endpoint, random: SeededRandom): string {
  const filled = path.replace(/\{\w+\}/g, () =>
    encodeURIComponent(
      oneOf(['flux', 'FLUX.1-dev', 'n0.example:8935', 'a', ...ODD_TEXTS], random).replace(
        /[\uD800-\uDFFF]/g,
        '',
      ),
    ),
  )
  return random.next() < 0.03 ? `/${bent(filled.slice(1), random).replace(/[?#]/g, '')}` : filled
}

const body = (random: SeededRandom): string => {
  const filters = Object.fromEntries(
    Array.from({ length: random.int(0, 3) }, () => {
      const name = bent(oneOf(NAMES, random), random)
      return [name, valueFor(name, random)]
    }),
  )
  return bent(JSON.stringify({ filters }), random)
}

test('no question is an error of ours, misread, or answered in a way that cannot be read', async () => {
  const random = seededRandom('questions of strangers')
  const ask = asking({
    ...randomNetwork(random),
    operatorKey: KEY,
    streams: { open: async () => new ReadableStream() },
  })
  const seen = { answered: 0, refused: 0, absent: 0 }
  for (let n = 0; n < QUESTIONS; n++) {
    const endpoint = ENDPOINTS[random.int(0, ENDPOINTS.length - 1)]
    if (!endpoint) continue
    const parameters = METHODS.flatMap((method) => endpoint.operations[method]?.doc.parameters ?? []).filter(
      (parameter) => parameter.in === 'query',
    )
    const own = parameters.map(({ name }) => name)
    const needed = parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name)
    const query = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3, 5]) }, () => {
      const name = oneOf(own.length > 0 && random.next() < 0.9 ? own : NAMES, random)
      const sent = random.next() < 0.08 ? bent(name, random) : name
      return `${encoded(sent, random)}=${encoded(valueFor(name, random), random)}`
    }).join('&')
    const path = pathOf(endpoint, random) + (query && `?${query}`)
    const question: Question = {
      method: random.pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH']),
      headers: {
        ...(random.next() < 0.7 && { authorization: `Bearer ${KEY}` }),
        ...(random.next() < 0.1 && { 'if-none-match': bent('W/"x"', random) }),
        ...(random.next() < 0.1 && { 'last-event-id': oneOf(ODD_TEXTS, random) }),
      },
      body: body(random),
    }
    const what = `${n}: ${question.method} ${path}`
    const reply = await ask(path, question).catch((cause) => {
      throw new Error(what, { cause })
    })
    if (question.method === 'HEAD') {
      expect([what, reply.text, reply.status < 500]).toEqual([what, '', true])
      continue
    }
    const refusal = expectWellFormed(reply)
    if (question.method !== 'GET') continue
    const sent = [...new URL(`http://localhost${path}`).searchParams.keys()]
    if (refusal === null) {
      seen.answered += 1
      if (!IGNORES_OTHERS.includes(endpoint.path))
        expect([what, sent.filter((name) => !own.includes(name))]).toEqual([what, []])
    } else if (refusal.kind === 'bad-parameters') {
      seen.refused += 1
      const named = [...sent.map(shortened), ...needed]
      expect(refusal.parameters.length).toBeGreaterThan(0)
      expect([what, refusal.parameters.filter((name) => !named.includes(name))]).toEqual([what, []])
    } else {
      expect([what, ELSE.includes(refusal.kind)]).toEqual([what, true])
      seen.absent += 1
    }
  }
  for (const [what, count] of Object.entries(seen)) expect([what, count > 200]).toEqual([what, true])
})
