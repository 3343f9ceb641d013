import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { select } from './select'
import { shortlist } from './shortlist'
import { indexOf, randomWorld } from './testdata/selection-world'

const WORLDS = 500

test('a list for one kind of job names whom a choice ranks, in its order, and as a last resort only then', () => {
  for (let i = 0; i < WORLDS; i++) {
    const { candidates, job, conditions } = randomWorld(seededRandom(`shortlist ${i}`))
    const { ranking, isLastResort } = select(indexOf(candidates), job, { conditions, random: () => 0 })
    const list = shortlist([{ job, candidates }], { conditions, previous: null })
    expect([i, list.isLastResort, list.candidates.map(({ offering }) => offering.id)]).toEqual([
      i,
      isLastResort,
      ranking.candidates.map(({ offering }) => offering.id),
    ])
  }
})

test('what comes out as before is what was there before; anything else is not', () => {
  let changed = 0
  for (let i = 0; i < WORLDS; i++) {
    const { candidates, job, conditions } = randomWorld(seededRandom(`again ${i}`))
    const groups = [{ job, candidates }]
    const first = shortlist(groups, { conditions, previous: null })
    expect(shortlist(groups, { conditions, previous: first })).toBe(first)
    const unknown = { ...conditions, reliability: () => null, stake: () => null, jobTime: () => null }
    const fresh = shortlist(groups, { conditions: unknown, previous: null })
    const second = shortlist(groups, { conditions: unknown, previous: first })
    expect(second.candidates).toEqual(fresh.candidates)
    if (second !== first) changed++
  }
  expect(changed).toBeGreaterThan(WORLDS / 20)
})

test('groups are put together without a part in it for the order of what is in them', () => {
  for (let i = 0; i < WORLDS; i++) {
    const random = seededRandom(`groups ${i}`)
    const { candidates, job, conditions } = randomWorld(random)
    const half = Math.floor(candidates.length / 2)
    const groupsOf = (mixed: typeof candidates) => [
      { job, candidates: mixed.filter((one) => candidates.indexOf(one) < half) },
      { job, candidates: mixed.filter((one) => candidates.indexOf(one) >= half) },
    ]
    const idsOf = (mixed: typeof candidates) =>
      shortlist(groupsOf(mixed), { conditions, previous: null }).candidates.map(({ offering }) => offering.id)
    expect(idsOf(random.shuffle(candidates))).toEqual(idsOf(candidates))
  }
})
