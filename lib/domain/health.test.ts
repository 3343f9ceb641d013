import { describe, expect, test } from 'vitest'
import { type NodeHealth, nextHealth } from './health'

/** Probes as text, `+` reached and `-` not, one per minute; the states they lead through. */
function statesAfter(probes: string): { states: string[]; health: NodeHealth } {
  let health: NodeHealth | null = null
  const states: string[] = []
  for (const [minute, probe] of [...probes].entries()) {
    health = nextHealth(health, probe === '+', minute * 60_000)
    states.push(health.state)
  }
  if (health === null) throw new Error('no probes')
  return { states, health }
}
const stateAfter = (probes: string) => statesAfter(probes).health.state

describe('hysteresis', () => {
  test.each([
    ['+', 'up'],
    ['-', 'degraded'],
    ['+-', 'degraded'],
    ['+-+', 'degraded'],
    ['+-++', 'up'],
    ['+--', 'degraded'],
    ['+---', 'down'],
    ['---', 'down'],
    ['---+', 'down'],
    ['---++', 'up'],
    ['++-++-++-++-', 'degraded'],
    ['+-+-+-+-+-+-', 'down'],
    ['+-+-+-+-+-+-+', 'down'],
    ['+-+-+-+-+-+-++', 'up'],
    // Back after many failures: those count no more, else the next one would take it down again.
    ['-----++-', 'degraded'],
  ])('%s is %s', (probes, state) => expect(stateAfter(probes)).toBe(state))

  test('a state is since its first moment, however often it is confirmed', () => {
    expect(statesAfter('+++').health.since).toBe(0)
    expect(statesAfter('+----').health).toMatchObject({ state: 'down', since: 3 * 60_000 })
  })
})

test('a node that goes up and down changes its state at most once per window of ten probes', () => {
  const { states } = statesAfter('+-'.repeat(5_000))
  const changes = states.flatMap((state, i) => (i > 0 && state !== states[i - 1] ? [i] : []))
  for (const [i, at] of changes.entries())
    expect((changes[i + 1] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(10)
  expect(states.at(-1)).toBe('down')
})

test('failures in a row count from the last success, through changes of state', () => {
  expect(statesAfter('+').health.failuresInARow).toBe(0)
  expect(statesAfter('+--').health.failuresInARow).toBe(2)
  expect(statesAfter('-----').health.failuresInARow).toBe(5)
})
