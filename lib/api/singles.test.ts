import { describe, expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { problemDto } from './contract/problem'
import { modelDetailDto, nodeDetailDto, orchestratorDetailDto } from './contract/single'
import { asking } from './testdata/asking'

/** One thing of the catalog complete, as clients meet it. */
const FLUX = 'black-forest-labs/FLUX.1-dev'
const PAYEE = addressFromBytes(Uint8Array.of(171, 205))
const OWNER = addressFromBytes(Uint8Array.of(222))

const node = (
  uri: string,
  about: Partial<OrchestratorAnswer> = {},
  more: Partial<NodeObservation> = {},
): NodeObservation => observation({ uri, lastAnswer: lastAnswer({ answer: answer(about) }), ...more })
const claimed = (...orchestrators: (typeof OWNER)[]) => ({
  sources: [{ name: 'chain', times: 1, orchestrators, score: null, firstAt: 500, lastAt: 1_000 }],
})
const A = 'https://a.example:8935'
const B = 'https://b.example:9000/base'
const C = 'http://c.example:8935'
const NODES = [
  node(A, {
    recipient: PAYEE,
    ...advertising({
      27: { [FLUX]: model(), 'one/sdxl': model(), 'odd//name': model(), 'c%2Cd': model() },
      28: { [FLUX]: model({ warm: false }) },
    }),
  }),
  node(B, { recipient: null, ...advertising({ 27: { 'other/SDXL': model(), __proto__x: model() } }) }),
  node(C, { recipient: null }, claimed(OWNER)),
  observation({
    uri: 'nonsense://x y',
    kind: 'invalid-uri',
    detail: 'no',
    lastAnswer: null,
    failingSince: 1,
  }),
  observation({ uri: '', kind: 'invalid-uri', detail: 'no', lastAnswer: null, failingSince: 1 }),
]
const ask = asking({ nodes: NODES })

async function found(path: string): Promise<unknown> {
  const { status, text, headers } = await ask(path)
  expect([path, status, headers['content-type']]).toEqual([path, 200, 'application/json'])
  expect(headers['x-livepeer-offerings-snapshot']).toBe('1')
  return JSON.parse(text)
}
async function missing(path: string): Promise<string> {
  const { status, text } = await ask(path)
  expect([path, status]).toEqual([path, 404])
  return problemDto.parse(JSON.parse(text)).detail
}

describe('a model', () => {
  test.each([
    ['black-forest-labs/FLUX.1-dev', 'its slash as it is'],
    ['black-forest-labs%2FFLUX.1-dev', 'its slash encoded'],
    ['FLUX.1-dev', 'its name alone'],
    ['flux.1-DEV', 'its name in any case'],
    ['BLACK-FOREST-LABS/flux.1-dev', 'its id in any case'],
    ['%62lack-forest-labs/FLUX.1-dev', 'a letter encoded'],
  ])('is found as %s: %s', async (id) => {
    const dto = modelDetailDto.parse(await found(`/api/v1/models/${id}`))
    expect(dto).toMatchObject({ id: FLUX, name: 'FLUX.1-dev' })
    expect(dto.models.map(({ pipeline }) => pipeline).sort()).toEqual(['image-to-image', 'text-to-image'])
    expect(dto.offerings.map((offering) => [offering.node_uri, offering.pipeline, offering.state])).toEqual([
      [A, 'text-to-image', 'warm'],
      [A, 'image-to-image', 'cold'],
    ])
  })

  test.each([
    ['odd//name', 'odd//name'],
    ['c%252Cd', 'c%2Cd'],
    ['__proto__x', '__proto__x'],
  ])('whatever it is called: %s', async (path, id) =>
    expect(modelDetailDto.parse(await found(`/api/v1/models/${path}`)).id).toBe(id),
  )

  test('of a name that several have is none of them, and they are listed', async () => {
    expect(await missing('/api/v1/models/sdxl')).toBe('Several models are called sdxl: one/sdxl, other/SDXL.')
    expect(modelDetailDto.parse(await found('/api/v1/models/other/SDXL')).offerings).toHaveLength(1)
  })

  test('with a name of several that goes on for ever is told in a few words', async () => {
    const long = (i: number) => `org-${i}-${'x'.repeat(5_000)}/same`
    const names = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [long(i), model()]))
    const crowded = asking({ nodes: [node(A, advertising({ 27: names }))] })
    const { status, text } = await crowded('/api/v1/models/same')
    expect([status, text.length < 2_000]).toEqual([404, true])
  })

  test.each(['FLUX', 'black-forest-labs', 'constructor', '%20', 'x/y/z'])('%s is none', async (id) =>
    expect(await missing(`/api/v1/models/${id}`)).toContain('/api/v1/models lists all'),
  )
})

describe('an orchestrator', () => {
  test.each([PAYEE, PAYEE.toLowerCase(), PAYEE.toUpperCase().replace('0X', '0x'), PAYEE.toUpperCase()])(
    'is found in any case, with its nodes and all they offer: %s',
    async (address) => {
      const dto = orchestratorDetailDto.parse(await found(`/api/v1/orchestrators/${address}`))
      expect(dto).toMatchObject({ address: PAYEE, orchestrator: { name: PAYEE, nodes: 1, offerings: 5 } })
      expect(dto.nodes.map(({ uri, offerings }) => [uri, offerings])).toEqual([[A, 5]])
      expect(dto.offerings).toHaveLength(5)
    },
  )

  test('that is only said to own a node, and is paid by none, is there without offers', async () => {
    const dto = orchestratorDetailDto.parse(await found(`/api/v1/orchestrators/${OWNER.toLowerCase()}`))
    expect(dto).toMatchObject({ address: OWNER, orchestrator: null, offerings: [] })
    expect(dto.nodes.map(({ uri }) => uri)).toEqual([C])
  })

  test.each([addressFromBytes(Uint8Array.of(9)), '0x', PAYEE.slice(0, -1), 'null', '__proto__'])(
    '%s is none',
    async (address) =>
      expect(await missing(`/api/v1/orchestrators/${address}`)).toContain('/api/v1/orchestrators lists all'),
  )
})

describe('a node', () => {
  test.each([
    ['https:%2F%2Fa.example:8935', A],
    ['https://a.example:8935', A],
    ['a.example:8935', A],
    ['a.example', A],
    ['A.EXAMPLE', A],
    ['https://a.example:8935/', A],
    ['b.example:9000/base', B],
    ['https:%2F%2Fb.example:9000%2Fbase', B],
    ['http://c.example:8935', C],
    // Whichever scheme it speaks.
    ['c.example:8935', C],
    ['c.example', C],
  ])('is found as %s', async (id, uri) => {
    const dto = nodeDetailDto.parse(await found(`/api/v1/nodes/${id}`))
    expect(dto.node.uri).toBe(uri)
    expect(dto.offerings.filter(({ node_uri }) => node_uri !== uri)).toEqual([])
    expect(dto.node.offerings).toBe(dto.offerings.length)
  })

  test('that is no service URI is found by its text, with the reason', async () => {
    const dto = nodeDetailDto.parse(await found('/api/v1/nodes/nonsense:%2F%2Fx%20y'))
    expect(dto).toMatchObject({ node: { uri: 'nonsense://x y', outcome: 'invalid-uri' }, offerings: [] })
  })

  test.each([
    'http://a.example:8935',
    'https://c.example:8935',
    'a.example:8936',
    'b.example:9000',
    'a',
    '%00',
  ])('%s is none', async (id) =>
    expect(await missing(`/api/v1/nodes/${id}`)).toContain('/api/v1/nodes lists all'),
  )
})

test('before anything was collected nothing is missing: it is not known yet', async () => {
  const early = asking({ nodes: null })
  for (const path of ['models/x', 'orchestrators/0x0', 'nodes/a.example']) {
    const { status, headers } = await early(`/api/v1/${path}`)
    expect([path, status, headers['retry-after']]).toEqual([path, 503, '5'])
  }
})
