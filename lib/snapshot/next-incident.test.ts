import { describe, expect, test } from 'vitest'
import { type NodeHealth, nextHealth } from '@/lib/domain/health'
import type { Incident } from '@/lib/domain/incident'
import { isReached, type OutcomeKind } from '@/lib/domain/outcome'
import { abandoned, nextIncident, type Probed } from './next-incident'
import { lastAnswer } from './testdata/observation'

/** What becomes of incidents with probes at moments 1, 2, 3 …; a number in between is when the sweep of it ended. */
function probing(...kinds: OutcomeKind[]): { open: Incident | null; closed: Incident[] } {
  let health: NodeHealth | null = null
  let failingSince: number | null = null
  let open: Incident | null = null
  const closed: Incident[] = []
  for (const [i, kind] of kinds.entries()) {
    const askedAt = i + 1
    health = nextHealth(health, isReached(kind), askedAt)
    failingSince = kind === 'ok' ? null : (failingSince ?? askedAt)
    const probed: Probed = {
      kind,
      detail: `${kind} ${askedAt}`,
      askedAt,
      failingSince,
      health,
      lastAnswer: null,
    }
    const context = { endedAt: askedAt + 0.5, previousClosedAt: closed.at(-1)?.closedAt ?? null }
    open = nextIncident(open, probed, context)
    if (open?.closedAt == null) continue
    closed.push(open)
    open = null
  }
  return { open, closed }
}

describe('an incident', () => {
  test('is suspected with the first failure, and one when the node goes down: since that first failure', () => {
    expect(probing('ok', 'timed-out').open).toMatchObject({ openedAt: 2, detectedAt: null, failedProbes: 1 })
    expect(probing('ok', 'timed-out', 'refused', 'timed-out').open).toEqual({
      openedAt: 2,
      detectedAt: 4,
      closedAt: null,
      closedBy: null,
      orchestrator: null,
      outcomes: ['timed-out', 'refused'],
      detail: 'timed-out 4',
      failedProbes: 3,
      probedAt: 4,
    })
  })

  test('comes to nothing when the node is up again before it was down', () =>
    expect(probing('ok', 'dns', 'dns', 'ok', 'ok')).toEqual({ open: null, closed: [] }))

  test('is closed by the second success in a row, not by one alone', () => {
    const down = ['ok', 'dns', 'dns', 'dns'] as const
    expect(probing(...down, 'ok').open).toMatchObject({ closedAt: null, failedProbes: 3 })
    expect(probing(...down, 'ok', 'dns', 'ok').open).toMatchObject({ closedAt: null, failedProbes: 4 })
    expect(probing(...down, 'ok', 'ok')).toMatchObject({
      open: null,
      closed: [{ openedAt: 2, detectedAt: 4, closedAt: 6, closedBy: 'recovered' }],
    })
  })

  test('of a node that fails half of the time begins with the first of those failures', () => {
    const { open } = probing('ok', 'dns', 'ok', 'dns', 'ok', 'dns', 'ok', 'dns', 'ok', 'dns', 'ok', 'dns')
    expect(open).toMatchObject({ openedAt: 2, failedProbes: 6 })
    expect(open?.detectedAt).not.toBeNull()
  })

  test('is none where a node only refuses us: it was reached', () =>
    expect(probing('busy', 'denied', 'reserve-needed', 'busy').open).toBeNull())

  test('another one begins after the one before', () => {
    const { closed } = probing(
      ...(['dns', 'dns', 'dns', 'ok', 'ok', 'dns', 'dns', 'dns', 'ok', 'ok'] as const),
    )
    expect(closed.map(({ openedAt, closedAt }) => [openedAt, closedAt])).toEqual([
      [1, 5],
      [6, 10],
    ])
  })
})

const failing = (askedAt: number, about: Partial<Probed> = {}): Probed => ({
  kind: 'dns',
  detail: null,
  askedAt,
  failingSince: askedAt,
  health: { state: 'down', since: askedAt, recent: [false], failuresInARow: 1 },
  lastAnswer: null,
  ...about,
})
const context = { endedAt: 1_000, previousClosedAt: null }

describe('what is late says nothing', () => {
  test('a look that was counted already, or one before it, changes nothing', () => {
    const open = nextIncident(null, failing(100), context)
    expect(nextIncident(open, failing(100), context)).toBe(open)
    expect(nextIncident(open, failing(90), context)).toBe(open)
    const up: Probed = { ...failing(90), kind: 'ok', health: { ...failing(90).health, state: 'up' } }
    expect(nextIncident(open, up, context)).toBe(open)
  })

  test('a failure before the end of the incident before, or before an answer that is known, begins none', () => {
    expect(nextIncident(null, failing(100), { endedAt: 1_000, previousClosedAt: 100 })).toBeNull()
    expect(nextIncident(null, failing(99), { endedAt: 1_000, previousClosedAt: 100 })).toBeNull()
    const answered = lastAnswer({ answeredAt: 120 })
    expect(nextIncident(null, failing(110, { lastAnswer: answered }), context)).toBeNull()
    expect(nextIncident(null, failing(130, { lastAnswer: answered }), context)).not.toBeNull()
  })

  test('a clock that was set back does not make everything late, nor an incident shorter than nothing', () => {
    const open = nextIncident(null, failing(5_000), { ...context, endedAt: 5_001 })
    const up: Probed = { ...failing(900), kind: 'ok', health: { ...failing(900).health, state: 'up' } }
    expect(open && nextIncident(open, up, context)).toMatchObject({ openedAt: 5_000, closedAt: 5_000 })
  })
})

test('a node that was down before incidents were written down has one since it failed first', () =>
  expect(
    nextIncident(
      null,
      failing(500, {
        failingSince: 300,
        health: { state: 'down', since: 400, recent: [false, false], failuresInARow: 5 },
      }),
      context,
    ),
  ).toMatchObject({ openedAt: 300, detectedAt: 400, failedProbes: 5, probedAt: 500 }))

test('a node that nobody names any more has none open; a suspicion of it is forgotten', () => {
  const down = nextIncident(null, failing(100), context)
  expect(down && abandoned(down, 900)).toMatchObject({ closedAt: 900, closedBy: 'node-left' })
  expect(down && abandoned({ ...down, detectedAt: null }, 900)).toBeNull()
})

test('what strangers say of a failure is bounded', () => {
  const open = nextIncident(null, failing(100, { detail: 'x'.repeat(1_000_000) }), context)
  expect(open?.detail?.length).toBeLessThan(300)
})
