import { describe, expect, test } from 'vitest'
import type { DiscoverableOrchestrator } from '@/lib/domain/discoverable-orchestrator'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { filterDiscoverable } from './filter-discoverable'
import type { DiscoverQuery } from './parse-discover-query'

const runner = (app: string, gpuName: string | null, path = app) =>
  liveRunner({
    app,
    url: `https://x.example/${path}`,
    gpu: gpuName === null ? null : { id: '', name: gpuName, vramMb: 0 },
  })

const ORCHESTRATORS: readonly DiscoverableOrchestrator[] = [
  { address: 'b', capabilities: ['llm/m', 'text-to-image/n'], runners: [] },
  {
    address: 'a',
    capabilities: ['echo', 'llm/m', 'scope'],
    runners: [
      runner('scope', 'H100', '1'),
      runner('scope', 'L40S', '2'),
      runner('echo', null, '3'),
      runner('echo', 'L40S', '4'),
    ],
  },
  { address: 'c', capabilities: [' scope '], runners: [runner(' scope ', ' H100 ', '5')] },
]

/** Addresses, with the last letters of their runners' URLs. */
const found = (query: Partial<DiscoverQuery>) =>
  filterDiscoverable(ORCHESTRATORS, { caps: [], apps: [], gpus: [], ...query }).map(({ address, runners }) =>
    [address, ...runners.map(({ url }) => url.slice(-1))].join(' '),
  )

test('asking nothing is answered with everybody, as they are', () => {
  expect(filterDiscoverable(ORCHESTRATORS, { caps: [], apps: [], gpus: [] })).toEqual(ORCHESTRATORS)
})

describe('caps choose whole entries: any of them, in their order, then in the network’s', () => {
  test.each([
    [['llm/m'], ['b', 'a 1 2 3 4']],
    [
      ['scope', 'text-to-image/n', 'llm/m'],
      ['a 1 2 3 4', 'b'],
    ],
    [
      ['nope', 'llm/m'],
      ['b', 'a 1 2 3 4'],
    ],
    [['nope'], []],
    [['LLM/m'], []],
    [['llm'], []],
    [['scope '], []],
    [[' scope '], ['c 5']],
    [['__proto__', 'constructor'], []],
  ])('%j', (caps, expected) => expect(found({ caps })).toEqual(expected))
})

describe('apps and gpus choose runners: any within one, both together, entries without any are left out', () => {
  test.each<[Partial<DiscoverQuery>, string[]]>([
    [{ apps: ['scope'] }, ['a 1 2', 'c 5']],
    [{ apps: ['scope', 'echo'] }, ['a 1 2 3 4', 'c 5']],
    [{ gpus: ['H100'] }, ['a 1', 'c 5']],
    [{ gpus: ['h100'] }, []],
    [{ gpus: ['H100', 'L40S'] }, ['a 1 2 4', 'c 5']],
    [{ apps: ['echo'], gpus: ['H100', 'L40S'] }, ['a 4']],
    [{ apps: ['echo'], gpus: ['H100'] }, []],
    [{ apps: ['llm/m'] }, []],
  ])('%j', (query, expected) => expect(found(query)).toEqual(expected))
})

test('caps and apps ask together', () => {
  expect(found({ caps: ['llm/m'], apps: ['scope'] })).toEqual(['a 1 2'])
  expect(found({ caps: ['text-to-image/n'], apps: ['scope'] })).toEqual([])
})

test('the capabilities of an entry stay, whichever runners are left of it', () => {
  expect(filterDiscoverable(ORCHESTRATORS, { caps: [], apps: ['echo'], gpus: [] })[0]?.capabilities).toEqual([
    'echo',
    'llm/m',
    'scope',
  ])
})
