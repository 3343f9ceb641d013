import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForkedDevnet, forkDevnet } from '@/e2e/support/fork-devnet'
import { sweepNodes } from './sweep'
import { listOf } from './testdata/list-of'
import { loopbackProbe } from './testdata/loopback-probe'

/** Its own process, so that what is measured is ours alone. */
let devnet: ForkedDevnet
beforeAll(async () => {
  devnet = await forkDevnet(['--count', '60', '--seed', '3'])
})
afterAll(() => devnet.stop())

/**
 * Sixty answers of eight megabytes are 480, of a million empty parts each about 12 GB as objects; what may be held of
 * each is the receive limit of 4 MiB and some objects.
 */
const MAX_GROWTH_BYTES = 400 * 1024 * 1024

test.each(['oversized', 'endless', 'many-parts', 'huge-trailer', 'slow-drip'])(
  'a whole network of %s answers costs a bounded amount of memory',
  async (fault) => {
    const names = devnet.orchestrators.map(({ name }) => name)
    const uris = devnet.orchestrators.map(({ uri }) => uri)
    await devnet.setFault(names, fault)
    const before = process.memoryUsage().rss
    let peak = before
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }, 20)
    const settled = await sweepNodes(listOf(uris), loopbackProbe, {
      probeTimeoutMs: 2_000,
      probeConcurrency: 100,
      signal: new AbortController().signal,
      onSettled: () => {},
    })
    clearInterval(sampling)
    expect(settled.filter(({ result }) => 'answer' in result)).toEqual([])
    expect(peak - before).toBeLessThan(MAX_GROWTH_BYTES)
  },
)
