import { existsSync, readFileSync } from 'node:fs'
import { parse as parseLossless } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { decodeAnswer } from './decode-answer'
import { networkCapabilitiesJson, orchestratorJson } from './go-json'
import { MAX_NETWORK_CAPABILITIES_BYTES, parseNetworkCapabilities } from './parse-network-capabilities'
import vectors from './testdata/orchestrator-info-vectors.json'

const URI = 'https://a.example:8935'
const ADDRESS = `0x${'0'.repeat(38)}ab`
const GPU = { id: 'GPU-1', name: 'Card', major: 8, minor: 9, memory_free: 1, memory_total: 2 }

const documentOf = (...rows: unknown[]): string => JSON.stringify({ orchestrators: rows })

function parse(body: string) {
  const result = parseNetworkCapabilities(body)
  if (!result.ok) throw new Error(result.problem)
  return result
}

/** A document of one row; a row that JSON.stringify cannot write is given as text. */
const withRow = (row: unknown): string =>
  `{"orchestrators":[${typeof row === 'string' ? row : JSON.stringify(row)}]}`

function answerOf(row: unknown): OrchestratorAnswer {
  const { rows, refused } = parse(withRow(row))
  if (!rows[0]) throw new Error(refused[0]?.reason)
  return rows[0].answer
}

/** Why a row is refused; null when it is not. */
function refusal(row: unknown): string | null {
  const { rows, refused } = parse(withRow(row))
  expect(rows.length + refused.length).toBe(1)
  return refused[0]?.reason ?? null
}

const nothing: OrchestratorAnswer = {
  transcoder: '',
  recipient: null,
  localAddress: ZERO_ADDRESS,
  addressLength: 20,
  capabilities: null,
  priceInfo: null,
  capabilitiesPrices: [],
  hardware: [],
  nodes: [],
}

test('a row is read field by field', () => {
  const model = { warm: true, capacity: 2, runnerVersion: '0.14.1', capacityInUse: 1 }
  const price = { pricePerUnit: 1900, pixelsPerUnit: 3, capability: 35, constraint: 'org/m' }
  const row = {
    address: ADDRESS,
    local_address: `0x${'00'.repeat(19)}01`,
    orch_uri: URI,
    capabilities: {
      bitstring: [1, 2],
      mandatories: [4096],
      capacities: { 0: 0, 35: 7 },
      version: '0.9.1',
      constraints: { minVersion: '0.9.0', PerCapability: { 35: { models: { 'org/m': model } } } },
    },
    price_info: { pixelsPerUnit: 1 },
    capabilities_prices: [price],
    hardware: [{ pipeline: 'live-video-to-video', model_id: 'org/m', gpu_info: { 0: GPU } }],
  }
  expect(parse(documentOf(row))).toEqual({
    ok: true,
    rows: [
      {
        uri: URI,
        answer: {
          transcoder: URI,
          recipient: parseAddress(ADDRESS),
          localAddress: parseAddress(row.local_address),
          addressLength: 20,
          capabilities: {
            bitstring: [1n, 2n],
            mandatories: [4096n],
            capacities: new Map([
              [0, 0],
              [35, 7],
            ]),
            version: '0.9.1',
            constraints: {
              minVersion: '0.9.0',
              perCapability: new Map([[35, new Map([['org/m', model]])]]),
            },
          },
          priceInfo: { pricePerUnit: 0n, pixelsPerUnit: 1n, capability: 0, constraint: '' },
          capabilitiesPrices: [{ ...price, pricePerUnit: 1900n, pixelsPerUnit: 3n }],
          hardware: [
            {
              pipeline: 'live-video-to-video',
              modelId: 'org/m',
              gpus: new Map([
                [
                  '0',
                  {
                    id: 'GPU-1',
                    name: 'Card',
                    major: 8,
                    minor: 9,
                    memoryFreeBytes: 1n,
                    memoryTotalBytes: 2n,
                  },
                ],
              ]),
            },
          ],
          nodes: [],
        },
      },
    ],
    refused: [],
    duplicates: 0,
  })
})

describe('what is missing, null or empty is not there', () => {
  test.each([
    {},
    { address: '', local_address: '', orch_uri: '' },
    {
      address: null,
      local_address: null,
      orch_uri: null,
      capabilities: null,
      price_info: null,
      capabilities_prices: null,
      hardware: null,
    },
    { capabilities_prices: [], hardware: [] },
  ])('%j', (row) => expect(parse(documentOf(row)).rows).toEqual([{ uri: '', answer: nothing }]))

  test('in an object that is there it is zero: an empty object is not null', () => {
    const answer = answerOf({
      capabilities: { bitstring: null, capacities: null, constraints: {} },
      price_info: {},
      capabilities_prices: [{}],
      hardware: [{}, { gpu_info: null }, { gpu_info: {} }, { gpu_info: { 0: {} } }],
    })
    expect(orchestratorJson(answer)).toContain(
      '"capabilities":{"constraints":{}},"price_info":{},"capabilities_prices":[{}],"hardware":[{},{},{},{"gpu_info":{"0":{}}}]',
    )
  })

  test('constraints and models too', () => {
    expect(answerOf({ capabilities: {} }).capabilities?.constraints).toBeNull()
    expect(answerOf({ capabilities: { constraints: null } }).capabilities?.constraints).toBeNull()
    const PerCapability = { 1: {}, 2: { models: null }, 3: { models: {} }, 4: { models: { m: {} } } }
    expect(answerOf({ capabilities: { constraints: { PerCapability } } }).capabilities?.constraints).toEqual({
      minVersion: '',
      perCapability: new Map([
        [1, new Map()],
        [2, new Map()],
        [3, new Map()],
        [4, new Map([['m', { warm: false, capacity: 0, runnerVersion: '', capacityInUse: 0 }]])],
      ]),
    })
  })
})

describe('integers keep all their bits, bare or in a text', () => {
  test.each([
    ['0', 0n],
    ['1', 1n],
    ['-1', -1n],
    ['9007199254740993', 2n ** 53n + 1n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('int64 %s', (spelling, value) => {
    for (const stated of [spelling, `"${spelling}"`]) {
      expect(answerOf(`{"price_info":{"pricePerUnit":${stated}}}`).priceInfo?.pricePerUnit).toBe(value)
      const hardware = `[{"gpu_info":{"0":{"memory_total":${stated}}}}]`
      const gpu = answerOf(`{"hardware":${hardware}}`).hardware[0]?.gpus.get('0')
      expect(gpu?.memoryTotalBytes).toBe(value)
    }
  })

  test.each([
    ['0', 0n],
    ['9007199254740993', 2n ** 53n + 1n],
    ['18446744073709551615', 2n ** 64n - 1n],
  ])('uint64 %s', (spelling, value) =>
    expect(
      answerOf(`{"capabilities":{"bitstring":[${spelling},"${spelling}"]}}`).capabilities?.bitstring,
    ).toEqual([value, value]),
  )

  test('uint32, as value and as key', () => {
    const capacities = '{"0":0,"4294967295":4294967295,"7":"4294967295"}'
    expect(answerOf(`{"capabilities":{"capacities":${capacities}}}`).capabilities?.capacities).toEqual(
      new Map([
        [0, 0],
        [4294967295, 4294967295],
        [7, 4294967295],
      ]),
    )
  })

  test.each([
    ['{"price_info":{"pricePerUnit":9223372036854775808}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":"-9223372036854775809"}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":1.5}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":1e3}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":""}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":" 1"}}', 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":"0x10"}}', 'price_info.pricePerUnit is no int64'],
    [`{"price_info":{"pricePerUnit":${'9'.repeat(100)}}}`, 'price_info.pricePerUnit is no int64'],
    ['{"price_info":{"pricePerUnit":true}}', 'price_info.pricePerUnit is no number'],
    ['{"price_info":{"pricePerUnit":{"spelling":"1"}}}', 'price_info.pricePerUnit is no number'],
    ['{"price_info":{"capability":4294967296}}', 'price_info.capability is no uint32'],
    ['{"price_info":{"capability":-1}}', 'price_info.capability is no uint32'],
    ['{"capabilities":{"bitstring":[0,18446744073709551616]}}', 'capabilities.bitstring.1 is no uint64'],
    ['{"capabilities":{"bitstring":[-1]}}', 'capabilities.bitstring.0 is no uint64'],
    ['{"capabilities":{"bitstring":[null]}}', 'capabilities.bitstring.0 is missing'],
    ['{"capabilities":{"capacities":{"4294967296":1}}}', 'capabilities.capacities.4294967296 is no uint32'],
    ['{"capabilities":{"capacities":{"01":1}}}', 'capabilities.capacities.01 is no uint32'],
    ['{"capabilities":{"capacities":{"":1}}}', 'capabilities.capacities. is no uint32'],
  ])('%s is refused', (row, reason) => expect(refusal(row)).toBe(reason))
})

describe('variants that are read', () => {
  test('a list of cards: its places become their keys', () => {
    const inList = answerOf({ hardware: [{ gpu_info: [GPU, { ...GPU, id: 'GPU-2' }] }] })
    const inObject = answerOf({ hardware: [{ gpu_info: { 0: GPU, 1: { ...GPU, id: 'GPU-2' } } }] })
    expect(inList).toEqual(inObject)
    expect(answerOf({ hardware: [{ gpu_info: [] }] }).hardware[0]?.gpus.size).toBe(0)
  })

  test('keys that nobody knows, in the document and in a row', () => {
    const row = { orch_uri: URI, capability_options: { a: [{ model: 1.5 }] }, price_info: { extra: null } }
    const body = JSON.stringify({ capabilities_names: 5, extra: [], orchestrators: [row] })
    expect(parse(body)).toMatchObject({ rows: [{ uri: URI }], refused: [] })
  })

  test('a model may have any name, __proto__ too', () => {
    const models = '{"__proto__":{"warm":true},"constructor":{},"":{}}'
    const answer = answerOf(`{"capabilities":{"constraints":{"PerCapability":{"27":{"models":${models}}}}}}`)
    const byName = answer.capabilities?.constraints?.perCapability.get(27)
    expect([...(byName ?? [])].map(([name, { warm }]) => [name, warm])).toEqual([
      ['__proto__', true],
      ['constructor', false],
      ['', false],
    ])
    expect(answerOf('{"__proto__":{"orch_uri":"https://evil.example"}}').transcoder).toBe('')
  })

  test('an address in any case is the checksummed one', () => {
    const checksummed = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    expect(answerOf({ address: checksummed.toLowerCase() }).recipient).toBe(checksummed)
  })
})

describe('a bad row costs that row and says what is bad', () => {
  test.each([
    [null, 'it is no object'],
    [5, 'it is no object'],
    [[], 'it is no object'],
    ['"row"', 'it is no object'],
    [{ address: '0x12' }, 'address is no Ethereum address'],
    [{ address: 5 }, 'address is no text'],
    [{ local_address: ADDRESS.slice(2) }, 'local_address is no Ethereum address'],
    [{ orch_uri: [] }, 'orch_uri is no text'],
    [{ orch_uri: 'x'.repeat(2049) }, 'orch_uri is longer than 2048 characters'],
    [{ orch_uri: '\ud800' }, 'orch_uri is no well-formed Unicode'],
    [{ capabilities: 5 }, 'capabilities is no object'],
    [{ capabilities: { bitstring: {} } }, 'capabilities.bitstring is no list'],
    [{ capabilities: { capacities: [1] } }, 'capabilities.capacities is no object'],
    [{ capabilities: { capacities: 5 } }, 'capabilities.capacities is no object'],
    [{ capabilities: { constraints: [] } }, 'capabilities.constraints is no object'],
    [
      { capabilities: { constraints: { PerCapability: { 27: { models: { m: { warm: 1 } } } } } } },
      'capabilities.constraints.PerCapability.27.models.m.warm is neither true nor false',
    ],
    [{ price_info: [] }, 'price_info is no object'],
    [{ capabilities_prices: {} }, 'capabilities_prices is no list'],
    [{ capabilities_prices: [null] }, 'capabilities_prices.0 is no object'],
    [{ hardware: [{}, 'x'] }, 'hardware.1 is no object'],
    [{ hardware: [{ gpu_info: 'x' }] }, 'hardware.0.gpu_info is no object'],
    [{ hardware: [{ gpu_info: [5] }] }, 'hardware.0.gpu_info.0 is no object'],
  ])('%j', (row, reason) => expect(refusal(row)).toBe(reason))

  test('its neighbours stay, and its place is told', () => {
    const { rows, refused } = parse(documentOf({ orch_uri: '1' }, { orch_uri: 2 }, { orch_uri: '3' }, 4))
    expect(rows.map(({ uri }) => uri)).toEqual(['1', '3'])
    expect(refused).toEqual([
      { place: 'orchestrators[1]', reason: 'orch_uri is no text' },
      { place: 'orchestrators[3]', reason: 'it is no object' },
    ])
  })

  test('the reason is short and well-formed, whatever the stranger called his keys', () => {
    const reason = refusal({ capabilities: { capacities: { [`\ud800${'x'.repeat(100_000)}`]: 1 } } })
    expect(reason).toMatch(/^capabilities\.capacities\.\ufffdx+$/)
    expect(reason).toHaveLength(200)
  })
})

describe('rows alike', () => {
  const twin = { orch_uri: URI, price_info: { pricePerUnit: 5, pixelsPerUnit: 1 } }

  test('a row said again counts as a duplicate and is kept once, where it stood first', () => {
    const { rows, duplicates } = parse(documentOf(twin, { orch_uri: 'other' }, twin, twin))
    expect(rows.map(({ uri }) => uri)).toEqual([URI, 'other'])
    expect(duplicates).toBe(2)
  })

  test('the same in another spelling, order of keys or order of prices is the same', () => {
    const prices = [
      { pricePerUnit: 1, pixelsPerUnit: 1, capability: 27, constraint: 'm' },
      { pricePerUnit: 1, pixelsPerUnit: 1, capability: 28, constraint: 'm' },
    ]
    const { rows, duplicates } = parse(
      documentOf(
        { ...twin, address: ADDRESS, capabilities_prices: prices },
        {
          hardware: null,
          capabilities_prices: prices.toReversed(),
          price_info: { pixelsPerUnit: '1', pricePerUnit: '5', capability: 0 },
          orch_uri: URI,
          address: ADDRESS.toUpperCase().replace('X', 'x'),
        },
      ),
    )
    expect(duplicates).toBe(1)
    expect(rows[0]?.answer.capabilitiesPrices.map(({ capability }) => capability)).toEqual([27, 28])
  })

  test('rows of one URI that differ in anything are all kept', () => {
    const rows = [
      twin,
      { ...twin, price_info: {} },
      { ...twin, price_info: null },
      { ...twin, address: ADDRESS },
    ]
    expect(parse(documentOf(...rows))).toMatchObject({ rows: rows.map(() => ({ uri: URI })), duplicates: 0 })
  })
})

describe('what is no list of orchestrators is a problem, not an empty list', () => {
  const stranger = 'is no answer of /getNetworkCapabilities'
  test.each([
    ['', 'is not JSON'],
    ['network capabilities not available\n{"capabilities_names":{},"orchestrators":null}', 'is not JSON'],
    ['Node must be gateway node to get network capabilities', 'is not JSON'],
    ['{"orchestrators":null}', 'says that the gateway has no list of orchestrators yet'],
    ['{}', `${stranger}: orchestrators is no list`],
    ['{"orchestrators":{}}', `${stranger}: orchestrators is no list`],
    ['{"orchestrators":5}', `${stranger}: orchestrators is no list`],
    ['[]', `${stranger}: it is no object`],
    ['5', `${stranger}: it is no object`],
    ['null', `${stranger}: it is no object`],
  ])('%j', (body, problem) => expect(parseNetworkCapabilities(body)).toEqual({ ok: false, problem }))

  test('a stated list of none is one', () => {
    expect(parse(documentOf())).toEqual({ ok: true, rows: [], refused: [], duplicates: 0 })
  })
})

describe('bounds', () => {
  test('up to 8 MiB', () => {
    const padded = (bytes: number) => documentOf().padEnd(bytes)
    expect(parseNetworkCapabilities(padded(MAX_NETWORK_CAPABILITIES_BYTES)).ok).toBe(true)
    expect(parseNetworkCapabilities(padded(MAX_NETWORK_CAPABILITIES_BYTES + 1))).toEqual({
      ok: false,
      problem: 'exceeds 8388608 bytes',
    })
  })

  test('up to 32 levels', () => {
    const nested = (levels: number) =>
      `{"extra":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)},"orchestrators":[]}`
    expect(parseNetworkCapabilities(nested(32)).ok).toBe(true)
    expect(parseNetworkCapabilities(nested(33))).toEqual({
      ok: false,
      problem: 'is nested deeper than 32 levels',
    })
  })

  test('up to 5,000 rows; those behind are left out in one sentence', () => {
    const rows = Array.from({ length: 5002 }, (_, i) => ({ orch_uri: `https://${i}.example` }))
    expect(parse(documentOf(...rows.slice(0, 5000)))).toMatchObject({ rows: { length: 5000 }, refused: [] })
    const { rows: kept, refused } = parse(documentOf(...rows))
    expect(kept).toHaveLength(5000)
    expect(refused).toEqual([{ place: 'orchestrators[5000]', reason: 'it and all after it are too many' }])
  })

  test('up to 1,000 entries of a list or map', () => {
    const list = (length: number) => ({ capabilities_prices: Array.from({ length }, () => ({})) })
    const map = (length: number) => ({
      capabilities: { capacities: Object.fromEntries(Array(length).fill(0).entries()) },
    })
    expect(refusal(list(1000))).toBeNull()
    expect(refusal(list(1001))).toBe('capabilities_prices has more than 1000 entries')
    expect(refusal(map(1001))).toBe('capabilities.capacities has more than 1000 entries')
    expect(refusal({ hardware: [{ gpu_info: Array(1001).fill({}) }] })).toBe(
      'hardware.0.gpu_info has more than 1000 entries',
    )
  })

  test('up to 500,000 values: what is quick to send must not be slow to check', () => {
    const empties = `{"orchestrators":[${Array(150_000).fill('{}').join(',')}]}`
    expect(parseNetworkCapabilities(empties)).toEqual({ ok: false, problem: 'has more than 150000 values' })
  })
})

describe('what we print, we read', () => {
  test.each(vectors.filter(({ go }) => go === 'ok'))('$name', ({ hex }) => {
    const row = orchestratorJson(decodeAnswer(Buffer.from(hex, 'hex')))
    const { rows, refused } = parse(networkCapabilitiesJson([row]))
    expect(refused).toEqual([])
    expect(rows.map(({ answer }) => orchestratorJson(answer))).toEqual([row])
  })
})

/** A recording of the public network, kept beside the project where the reference material is at hand. */
const RECORDING = '../shared/data/network/getNetworkCapabilities-2026-04-21.json'

describe.runIf(existsSync(RECORDING))('the recorded network', () => {
  test('has 40 rows that are all read, and printed as they were: numbers exact, no key more or less', () => {
    const recording = readFileSync(RECORDING, 'utf8')
    const { rows, refused, duplicates } = parse(recording)
    expect({ rows: rows.length, refused, duplicates }).toEqual({ rows: 40, refused: [], duplicates: 0 })
    const printed = networkCapabilitiesJson(rows.map(({ answer }) => orchestratorJson(answer)))
    // As a value, since a JavaScript object sorts the keys of a map by number and Go as texts.
    expect(parseLossless(printed)).toStrictEqual(parseLossless(recording, withoutForkKey))
  })
})

/** A fork's extra key, which is in the recording's JSON but not on the wire. */
const withoutForkKey = (key: string, value: unknown): unknown =>
  key === 'capability_options' ? undefined : value
