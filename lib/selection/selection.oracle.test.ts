import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import { selectFirstAffordable } from './go-live-selection'
import { filterByScoreAndPrice, type GoCandidate, selectionProbabilities } from './go-probability-selection'

/** Answers of go-livepeer's own algorithms (176aa415c), and where we chose otherwise. */
const NEGATIVE = 'a negative price is refused; go-livepeer takes it for a cheap one'
const UNKNOWN =
  'an unknown price is never within the most; go-livepeer lets all pass when it knows no price at all'
const INTENDED: Readonly<Record<string, string>> = {
  'filter 10': NEGATIVE,
  'filter 62': NEGATIVE,
  'filter 82': NEGATIVE,
  'filter 90': NEGATIVE,
  'filter 96': NEGATIVE,
  'filter 98': NEGATIVE,
  'filter 104': NEGATIVE,
  'filter 112': NEGATIVE,
  'filter 114': NEGATIVE,
  'live 5': NEGATIVE,
  'live 15': NEGATIVE,
  'live 41': NEGATIVE,
  'live 45': NEGATIVE,
  'live 53': NEGATIVE,
  'live 73': NEGATIVE,
  'live 117': NEGATIVE,
  'filter 110': UNKNOWN,
}

const Address = z.string().transform((text, context) => {
  const address = parseAddress(text)
  if (address) return address
  context.addIssue('is no address')
  return z.NEVER
})

/** Go's spelling of a big.Rat: `3/2`, `-5`. */
const Rat = z
  .string()
  .regex(/^-?\d+(\/\d+)?$/)
  .transform((text): Price => {
    const [wei = '', perUnits = '1'] = text.split('/')
    return { wei: BigInt(wei), perUnits: BigInt(perUnits) }
  })

const MaxPrice = z.union([z.literal('').transform(() => null), Rat])

const Asked = {
  addrs: z.array(Address),
  prices: z.record(z.string(), Rat),
  perf: z.record(z.string(), z.number()).nullish(),
  stakes: z.record(z.string(), z.number()).nullish(),
}

type Asked = z.output<z.ZodObject<typeof Asked>>

const candidatesOf = ({ addrs, prices, perf, stakes }: Asked): readonly GoCandidate[] =>
  addrs.map((address) => ({
    address,
    price: prices[address] ?? null,
    stake: BigInt(stakes?.[address] ?? 0),
    score: perf?.[address] ?? null,
  }))

const Filter = z
  .object({
    name: z.string(),
    in: z.object({
      op: z.literal('filter'),
      ...Asked,
      minperf: z.number(),
      ignore: z.boolean(),
      max_price: MaxPrice,
    }),
    out: z.object({ addrs: z.array(Address) }),
  })
  .transform(({ name, in: asked, out }) => ({
    name,
    ours: filterByScoreAndPrice(candidatesOf(asked), {
      minScore: asked.minperf,
      maxPrice: asked.max_price,
      ignoresMaxPriceIfNeeded: asked.ignore,
    }).map(({ address }) => address),
    golden: out.addrs,
  }))

const Live = z
  .object({
    name: z.string(),
    in: z.object({ op: z.literal('live'), ...Asked, max_price: MaxPrice }),
    out: z.object({ addr: Address }),
  })
  .transform(({ name, in: asked, out }) => ({
    name,
    ours: selectFirstAffordable(candidatesOf(asked), { maxPrice: asked.max_price })?.address ?? ZERO_ADDRESS,
    golden: out.addr,
  }))

/** To twelve places, since exp() differs in its last bits from one machine to the next. */
const rounded = (probabilities: readonly (readonly [string, number])[]) =>
  Object.fromEntries(
    probabilities
      .map(([address, p]) => [address, p.toFixed(12)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const Probabilities = z
  .object({
    name: z.string(),
    in: z.object({
      op: z.literal('probs'),
      ...Asked,
      stakew: z.number(),
      pricew: z.number(),
      randw: z.number(),
      expfac: z.number(),
    }),
    out: z.record(z.string(), z.number()),
  })
  .transform(({ name, in: asked, out }) => {
    const candidates = candidatesOf(asked)
    const probabilities = selectionProbabilities(candidates, {
      stake: asked.stakew,
      price: asked.pricew,
      random: asked.randw,
      priceExpFactor: asked.expfac,
    })
    return {
      name,
      ours: rounded(candidates.map(({ address }, i) => [address, probabilities[i] ?? Number.NaN])),
      golden: rounded(Object.entries(out)),
    }
  })

const lines = readFileSync(new URL('testdata/selection.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => z.union([Filter, Live, Probabilities]).parse(JSON.parse(line)))

test('all 180 golden lines are here, each under a name of its own, and every intended difference is one of them', () => {
  const names = new Set(lines.map(({ name }) => name))
  expect(names.size).toBe(180)
  expect(Object.keys(INTENDED).filter((name) => !names.has(name))).toEqual([])
})

describe('go-livepeer and we', () => {
  test.each(lines)('$name', ({ name, ours, golden }) => {
    const reason = INTENDED[name]
    if (reason === undefined) expect(ours).toEqual(golden)
    else expect(ours, `no longer differs (${reason}): take it off the list`).not.toEqual(golden)
  })
})
