import { beforeEach, describe, expect, test } from 'vitest'
import type { ApiKey } from '@/lib/domain/api-key'
import { KeyLimits, type Lease, type LimitRefusal } from './key-limits'
import { apiKey } from './testdata/api-key'
import { noSpend } from './testdata/no-keys'

const NOON = Date.parse('2026-11-30T12:00:00Z')
let now: number
beforeEach(() => {
  now = NOON
})

const limitsWith = (spendWeiPerDay: bigint | null = null): KeyLimits =>
  new KeyLimits(
    {
      store: noSpend,
      now: () => now,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { spendWeiPerDay },
  )

function begin(limits: KeyLimits, key: ApiKey | null): Lease {
  const admission = limits.admit(key)
  if (!admission.ok) throw new Error(`refused: ${admission.limit}`)
  return admission.lease
}
function refusal(limits: KeyLimits, key: ApiKey | null): LimitRefusal {
  const admission = limits.admit(key)
  if (admission.ok) throw new Error('not refused')
  return admission
}
const spend = (limits: KeyLimits, key: ApiKey | null, spentWei: bigint) =>
  begin(limits, key).end({ spentWei })

test('a key without limits does as it likes, and so does whoever needs none', () => {
  const limits = limitsWith()
  for (let i = 0; i < 1_000; i++) {
    spend(limits, apiKey(), 10n ** 18n)
    begin(limits, null)
  }
  expect(limits.usage(apiKey())).toEqual({ spentWeiToday: 10n ** 21n, jobsInFlight: 0 })
  expect(limits.usageOfAll()).toEqual({ spentWeiToday: 10n ** 21n, jobsInFlight: 1_000 })
})

describe('rate', () => {
  const key = apiKey({ limits: { requestsPerMinute: 6 } })

  test('those of a minute may come at once, and then one whenever its time has come', () => {
    const limits = limitsWith()
    for (let i = 0; i < 6; i++) begin(limits, key)
    expect(refusal(limits, key)).toEqual({ ok: false, limit: 'rate', isOfAll: false, retryAfterS: 10 })
    now += 9_999
    expect(refusal(limits, key)).toMatchObject({ limit: 'rate', retryAfterS: 1 })
    now += 1
    begin(limits, key)
    expect(refusal(limits, key)).toMatchObject({ limit: 'rate', retryAfterS: 10 })
  })

  test('whoever comes when it was said is let in', () => {
    const limits = limitsWith()
    for (let i = 0; i < 100; i++) {
      const admission = limits.admit(key)
      if (!admission.ok) {
        now += admission.retryAfterS * 1_000
        begin(limits, key)
      }
      now += 137
    }
  })

  test('no more are saved up than those of a minute, and each key has its own', async () => {
    const limits = limitsWith()
    begin(limits, key)
    now += 3_600_000
    await limits.sync()
    for (let i = 0; i < 6; i++) begin(limits, key)
    expect(refusal(limits, key).limit).toBe('rate')
    begin(limits, apiKey({ id: 'key_two', limits: { requestsPerMinute: 1 } }))
  })

  test('a clock that is set back gives nothing away, and takes no key out of use', () => {
    const limits = limitsWith()
    for (let i = 0; i < 6; i++) begin(limits, key)
    now -= 60_000
    expect(refusal(limits, key).limit).toBe('rate')
    now += 70_000
    begin(limits, key)
  })

  test('a limit that was lowered holds at once', () => {
    const limits = limitsWith()
    begin(limits, apiKey({ limits: { requestsPerMinute: 600 } }))
    const lowered = apiKey({ limits: { requestsPerMinute: 1 } })
    begin(limits, lowered)
    expect(refusal(limits, lowered)).toMatchObject({ limit: 'rate', retryAfterS: 60 })
  })
})

describe('concurrency', () => {
  const key = apiKey({ limits: { concurrency: 2 } })

  test('a place is free when a job has ended, once for each', () => {
    const limits = limitsWith()
    const [first, second] = [begin(limits, key), begin(limits, key)]
    expect(refusal(limits, key)).toEqual({ ok: false, limit: 'concurrency', isOfAll: false, retryAfterS: 1 })
    first.end({ spentWei: 0n })
    first.end({ spentWei: 5n })
    begin(limits, key)
    expect(refusal(limits, key).limit).toBe('concurrency')
    second.end({ spentWei: 3n })
    expect(limits.usage(key)).toEqual({ spentWeiToday: 3n, jobsInFlight: 1 })
  })

  test('a job that is kept away takes nothing of the rate', () => {
    const limits = limitsWith()
    const busy = apiKey({ limits: { concurrency: 1, requestsPerMinute: 2 } })
    const lease = begin(limits, busy)
    for (let i = 0; i < 10; i++) expect(refusal(limits, busy).limit).toBe('concurrency')
    lease.end({ spentWei: 0n })
    begin(limits, busy).end({ spentWei: 0n })
    expect(refusal(limits, busy).limit).toBe('rate')
  })
})

describe('spend', () => {
  const key = apiKey({ limits: { spendWeiPerDay: 100n } })

  test('it is over with the last wei, until midnight UTC', () => {
    const limits = limitsWith()
    spend(limits, key, 99n)
    spend(limits, key, 1n)
    expect(refusal(limits, key)).toEqual({ ok: false, limit: 'spend', isOfAll: false, retryAfterS: 43_200 })
    now = Date.parse('2026-11-30T23:59:59.999Z')
    expect(refusal(limits, key).retryAfterS).toBe(1)
    now += 1
    expect(limits.usage(key).spentWeiToday).toBe(0n)
    begin(limits, key)
  })

  test('what a job has cost counts for the day on which it ended', () => {
    const limits = limitsWith()
    const lease = begin(limits, key)
    now += 43_200_000
    lease.end({ spentWei: 100n })
    expect(refusal(limits, key)).toMatchObject({ limit: 'spend', retryAfterS: 86_400 })
  })

  test('what all together may spend holds for every key, and for those without one', () => {
    const limits = limitsWith(100n)
    spend(limits, null, 60n)
    spend(limits, apiKey(), 40n)
    for (const one of [null, apiKey(), key])
      expect(refusal(limits, one)).toMatchObject({ limit: 'spend', isOfAll: true })
    now += 43_200_000
    begin(limits, null)
  })
})
