import { describe, expect, test } from 'vitest'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { gpusDto } from './contract/roll-up-list'
import { gpuDetailDto } from './contract/single'
import { asking } from './testdata/asking'

/** What hardware there is, as clients meet it. */
const GIB = 2n ** 30n
const odd = 'NVIDIA H100/NVL? #1'
const cards = (...ids: string[]) =>
  new Map(ids.map((id, i) => [String(i), gpu({ id, memoryTotalBytes: 24n * GIB })]))
const node = (name: string, region: string | null, about: Parameters<typeof answer>[0]) =>
  observation({
    uri: `https://${name}.example:8935`,
    region: region === null ? null : { name: region, from: 'operator' },
    lastAnswer: lastAnswer({ answer: answer(about) }),
  })
const runs = { ...advertising({ 27: { flux: model(), sdxl: model() }, 33: { llama: model() } }) }
const ask = asking({
  nodes: [
    node('a', 'us-east', {
      ...runs,
      hardware: [
        { pipeline: 'text-to-image', modelId: 'flux', gpus: cards('1', '2') },
        { pipeline: 'llm', modelId: 'llama', gpus: cards('2') },
      ],
    }),
    node('b', 'eu-west', {
      ...runs,
      hardware: [
        { pipeline: 'text-to-image', modelId: 'flux', gpus: cards('3') },
        {
          pipeline: 'text-to-image',
          modelId: 'sdxl',
          gpus: new Map([['0', gpu({ id: '4', name: odd, memoryTotalBytes: 94n * GIB })]]),
        },
      ],
    }),
    node('c', null, runs),
  ],
})
const read = async (path: string): Promise<unknown> => {
  const { status, text } = await ask(path)
  expect([path, status]).toEqual([path, 200])
  return JSON.parse(text)
}

test('supply is told by size, region and pipeline, each with how many nodes report any', async () => {
  const { supply } = gpusDto.parse(await read('/api/v1/gpus'))
  expect(supply).toMatchObject({ cards: 4, nodes_reporting: 2, nodes_counted: 3 })
  expect(supply.classes).toEqual([
    { vram_gb: 94, cards: 1, nodes: 1 },
    { vram_gb: 24, cards: 3, nodes: 2 },
  ])
  expect(supply.regions).toEqual([
    { name: 'eu-west', cards: 2, nodes_reporting: 1, nodes_counted: 1 },
    { name: 'us-east', cards: 2, nodes_reporting: 1, nodes_counted: 1 },
    { name: null, cards: 0, nodes_reporting: 0, nodes_counted: 1 },
  ])
  expect(supply.pipelines).toMatchObject([
    { name: 'text-to-image', cards: 4, nodes_reporting: 2, nodes_counted: 3 },
    { name: 'llm', cards: 1, nodes_reporting: 1, nodes_counted: 3 },
  ])
})

test('rows can be narrowed by region, pipeline and size, and say how many are there', async () => {
  const namesOf = async (query: string) =>
    gpusDto.parse(await read(`/api/v1/gpus?${query}`)).gpus.map(({ name }) => name)
  expect(await namesOf('region=us-east')).toEqual(['RTX 4090'])
  expect(await namesOf('pipeline=llm')).toEqual(['RTX 4090'])
  expect(await namesOf('vram_gb=94')).toEqual([odd.replace('NVIDIA ', '')])
  const { gpus } = gpusDto.parse(await read('/api/v1/gpus?name=RTX%204090'))
  expect(gpus[0]?.regions).toEqual([
    { name: 'us-east', cards: 2 },
    { name: 'eu-west', cards: 1 },
  ])
})

describe('one card', () => {
  test('has who has it and what runs on it, of those offerings alone', async () => {
    const detail = gpuDetailDto.parse(await read('/api/v1/gpus/rtx%204090'))
    expect(detail).toMatchObject({ name: 'RTX 4090', cards: 3, nodes_reporting: 2, nodes_counted: 3 })
    expect(detail.sizes).toMatchObject([{ vram_gb: 24, cards: 3, nodes: 2 }])
    expect(detail.holders.map(({ node_uri, cards, offerings }) => [node_uri, cards, offerings])).toEqual([
      ['https://a.example:8935', 2, 2],
      ['https://b.example:8935', 1, 1],
    ])
    expect(detail.models.map(({ model, nodes }) => [model, nodes])).toEqual([
      ['flux', 2],
      ['llama', 1],
    ])
  })

  test('is found by a name with any characters, as it is told in the list', async () => {
    const name = odd.replace('NVIDIA ', '')
    const detail = gpuDetailDto.parse(await read(`/api/v1/gpus/${encodeURIComponent(name)}`))
    expect([detail.name, detail.cards]).toEqual([name, 1])
  })

  test('that nobody reports is not found', async () => {
    expect((await ask('/api/v1/gpus/RTX%209999')).status).toBe(404)
  })
})
