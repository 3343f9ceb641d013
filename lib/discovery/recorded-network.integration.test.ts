import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLosslessNumber, parse } from 'lossless-json'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { createReader, type Reader } from '@/lib/api/reader'
import { NO_FILTERS } from '@/lib/api/search-params'
import { Devnet } from '@/lib/devnet/devnet'
import { replayFleet } from '@/lib/devnet/replay-fleet'
import { comparePrice } from '@/lib/domain/price'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { createListSource } from '@/lib/sources/list-source'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import type { Store } from '@/lib/store/store'
import { Discovery } from './discovery'
import { conducting, conductingOptions } from './testdata/conducting'

/** A recording of the public network, kept beside the project where the reference material is at hand. */
const RECORDING = '../shared/data/network/getNetworkCapabilities-2026-04-21.json'

type Json = null | boolean | string | Json[] | { [key: string]: Json }

/** JSON with its numbers as written, and object keys in one order. */
function exact(value: unknown): Json {
  if (isLosslessNumber(value)) return { number: value.value }
  if (Array.isArray(value)) return value.map(exact)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, exact(item)]),
    )
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

/** The rows of a `/getNetworkCapabilities` document as comparable texts; the order of rows and prices says nothing. */
function rows(text: string): string[] {
  const document = exact(parse(text))
  if (typeof document !== 'object' || document === null || !('orchestrators' in document)) return []
  const { orchestrators } = document
  return (Array.isArray(orchestrators) ? orchestrators : [])
    .map((row) => {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return JSON.stringify(row)
      // A fork's extra key, which is in the recording's JSON but not on the wire.
      const { capability_options: _, capabilities_prices: prices, ...rest } = row
      const sorted = Array.isArray(prices) ? prices.map((price) => JSON.stringify(price)).sort() : null
      return JSON.stringify({ ...rest, capabilities_prices: sorted })
    })
    .sort()
}

/** 2500.50 dollars for one ETH. */
const RATE = { rate: { numerator: 250_050n, denominator: 100n }, source: 'fixed', at: 0 } as const

describe.runIf(existsSync(RECORDING))(
  'the recorded network, asked over the real protocol in one sweep',
  () => {
    let folder: string
    let devnet: Devnet
    let store: Store
    let snapshot: Snapshot
    let read: Reader
    const recording = () => readFileSync(RECORDING, 'utf8')

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'offerings-recorded-'))
      devnet = await Devnet.start({ fleet: replayFleet(recording()) })
      store = openSqliteStore(join(folder, 'offerings.db'), { migrationsFolder: 'drizzle/migrations' })
      const list = createListSource(devnet.serviceUris(), { name: 'list', now: Date.now })
      const discovery = new Discovery(
        conducting({ sources: [list], store }),
        conductingOptions({ probeTimeoutMs: 20_000 }),
      )
      await discovery.sweepOnce()
      // What the store gives back, not what was handed to it.
      const stored = await store.readLatestSnapshot()
      if (!stored) throw new Error('the sweep left no snapshot')
      snapshot = stored
      read = createReader(
        {
          snapshot,
          status: discovery.status,
          sources: discovery.sources,
          readings: discovery.readings,
          asker: discovery.asker,
          isConductor: true,
        },
        { now: () => stored.endedAt, version: 'test', rate: () => RATE },
      )
    })
    afterAll(async () => {
      store.close()
      await devnet.stop()
      rmSync(folder, { recursive: true })
    })

    test('/getNetworkCapabilities has the very rows of the recording: order aside, numbers exact, no key more or less', () => {
      const served = read.networkCapabilities()?.identity.toString() ?? ''
      expect(rows(served)).toHaveLength(40)
      expect(rows(served)).toEqual(rows(recording()))
      expect(Object.keys(JSON.parse(served).capabilities_names)).toHaveLength(39)
    })

    test('40 rows: 40 recipients, 40 advertised URIs, 37 node keys', () => {
      const answers = snapshot.nodes.flatMap(({ lastAnswer }) => lastAnswer?.answer ?? [])
      expect(answers).toHaveLength(40)
      expect(new Set(answers.map(({ recipient }) => recipient)).size).toBe(40)
      expect(new Set(answers.map(({ transcoder }) => transcoder)).size).toBe(40)
      expect(new Set(answers.map(({ localAddress }) => localAddress)).size).toBe(37)
    })

    test('all 40 state a base price, 5 of them zero; from 5.05 up to one absurd price, then 909', () => {
      const prices = read.nodes()?.nodes.map(({ base_price }) => base_price) ?? []
      expect(prices.filter((price) => price !== null)).toHaveLength(40)
      const sorted = prices
        .flatMap((price) => price ?? [])
        .filter(({ wei }) => wei !== '0')
        .map(({ wei, per_units, wei_per_unit }) => ({
          wei: BigInt(wei),
          perUnits: BigInt(per_units),
          wei_per_unit,
        }))
        .sort(comparePrice)
      expect(sorted).toHaveLength(35)
      expect([sorted[0], sorted.at(-2), sorted.at(-1)].map((price) => price?.wei_per_unit)).toEqual([
        '5.05',
        '909',
        '100000000000000',
      ])
    })

    test('12 rows report hardware: 34 entries, 3 without a card; 42 cards listed are 41, of five kinds', () => {
      const hardware = snapshot.nodes.flatMap(({ lastAnswer }) =>
        lastAnswer?.answer.hardware.length ? [lastAnswer.answer.hardware] : [],
      )
      expect(hardware).toHaveLength(12)
      expect(hardware.flat()).toHaveLength(34)
      expect(hardware.flat().filter(({ gpus }) => gpus.size === 0)).toHaveLength(3)
      expect(hardware.flat().reduce((sum, { gpus }) => sum + gpus.size, 0)).toBe(42)
      expect(read.summary()?.gpus).toMatchObject({
        total: 41,
        by_name: [
          { name: 'RTX 5090', count: 25 },
          { name: 'RTX 4090', count: 11 },
          { name: 'RTX 3090', count: 2 },
          { name: 'RTX 4070 Ti SUPER', count: 2 },
          { name: 'RTX 6000 Ada', count: 1 },
        ],
      })
    })

    test('13 rows advertise 16 distinct models; 16 rows list 39 prices', () => {
      const answers = snapshot.nodes.flatMap(({ lastAnswer }) => lastAnswer?.answer ?? [])
      const advertising = answers
        .map(({ capabilities }) => capabilities?.constraints?.perCapability)
        .filter((models) => models?.size)
      expect(advertising).toHaveLength(13)
      const pairs = advertising.flatMap((models) =>
        [...(models ?? [])].flatMap(([id, byName]) => [...byName.keys()].map((name) => `${id} ${name}`)),
      )
      expect(new Set(pairs).size).toBe(16)
      const priced = answers.filter(({ capabilitiesPrices }) => capabilitiesPrices.length > 0)
      expect(priced).toHaveLength(16)
      expect(priced.flatMap(({ capabilitiesPrices }) => capabilitiesPrices)).toHaveLength(39)
    })

    const all = () => read.offerings(NO_FILTERS)?.offerings ?? []
    const ofModels = () => all().filter(({ kind }) => kind !== 'transcoding')

    test('all 40 transcode besides, at their base prices: 5 for nothing, one at a price that nobody can mean', () => {
      const transcoding = all().filter(({ kind }) => kind === 'transcoding')
      expect(transcoding).toHaveLength(40)
      const inPriceState = (state: string) => transcoding.filter(({ price_state }) => price_state === state)
      expect([
        inPriceState('stated').length,
        inPriceState('zero').length,
        inPriceState('implausible').length,
      ]).toEqual([34, 5, 1])
    })

    test('dollars are exact to the 18th place, worked out by hand from what the rows state', () => {
      const hourOf = (fits: (offering: OfferingDto) => boolean) =>
        all()
          .find(fits)
          ?.price?.costs.find(({ task }) => task === 'hour')
      // 11,800,000,000,000 / 54,901,722,631 wei × 1280 × 720 × 30 × 3600 pixels, then × 2500.50 / 10^18, cut.
      expect(
        hourOf(({ price }) => price?.wei === '11800000000000' && price.per_units === '54901722631'),
      ).toMatchObject({ wei: '21392535310664.940873264818705866', usd: '0.053492034544317684' })
      // 2287 wei × 27,648,000 pixels × 3600 seconds.
      expect(
        hourOf(({ pipeline, price }) => pipeline === 'live-video-to-video' && price?.wei === '2287'),
      ).toMatchObject({ wei: '227631513600000', usd: '0.5691925997568' })
    })

    test('the summary counts the same', () =>
      expect(read.summary()).toMatchObject({
        orchestrators: 40,
        nodes: { listed: 40, answered: 40, failed: 0 },
        offerings: { total: 81, warm: 19, cold: 10, priced_only: 9, unknown: 43 },
        gpus: { total: 41, nodes_reporting: 12, nodes_counted: 40 },
      }))

    test('offers: 19 warm, 10 cold, 12 only priced of which 3 are BYOC; 27 of the advertised have a price of their own, 2 none', () => {
      const offerings = ofModels()
      const inState = (state: string) => offerings.filter((offering) => offering.state === state)
      expect(offerings).toHaveLength(41)
      expect([
        inState('warm').length,
        inState('cold').length,
        inState('priced-only').length,
        inState('unknown').length,
      ]).toEqual([19, 10, 9, 3])
      expect(inState('unknown').every(({ kind }) => kind === 'byoc')).toBe(true)
      const advertised = [...inState('warm'), ...inState('cold')]
      expect(advertised.filter(({ price }) => price?.origin === 'model')).toHaveLength(27)
      expect(advertised.filter(({ price }) => price?.origin === 'base')).toHaveLength(2)
      expect(new Set(all().map(({ id }) => id)).size).toBe(81)
    })

    test('oddities: slots in use without a number of slots, numbers that count no slots, a model only the hardware names', () => {
      const offerings = read.offerings(NO_FILTERS)?.offerings ?? []
      expect(
        offerings.some(({ capacity, capacity_in_use }) => capacity === null && capacity_in_use !== null),
      ).toBe(true)
      expect(
        offerings
          .filter(({ capacity_is_implausible }) => capacity_is_implausible)
          .map(({ capacity }) => capacity),
      ).toEqual(expect.arrayContaining([312, 322]))
      expect(
        offerings
          .filter(({ kind }) => kind === 'byoc')
          .map(({ model }) => model)
          .sort(),
      ).toEqual(['Qwen/Qwen2.5-14B-Instruct-AWQ', 'black-forest-labs/FLUX.1-dev', 'nomic-embed-text:latest'])
    })
  },
)
