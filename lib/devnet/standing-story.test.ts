import { expect, test } from 'vitest'
import { changeScenario } from './change-scenario'
import type { OrchestratorScenario } from './orchestrator-scenario'
import { ScenarioPatch } from './scenario-patch'
import { standingFleet } from './standing-fleet'
import { NEWCOMERS, STANDING_STORY } from './standing-story'

const fleet = new Map(standingFleet().map((scenario) => [scenario.name, scenario]))
const story = STANDING_STORY.toSorted((a, b) => b.hoursAgo - a.hoursAgo)

test('the story is about nodes of the fleet, within its three days, and each event changes something', () => {
  const now = new Map<string, OrchestratorScenario>(fleet)
  for (const { hoursAgo, name, patch } of story) {
    expect(hoursAgo).toBeGreaterThan(0)
    expect(hoursAgo).toBeLessThanOrEqual(72)
    const [before, initial] = [now.get(name), fleet.get(name)]
    if (!before || !initial) throw new Error(`nobody of the fleet is called ${name}`)
    const after = patch === null ? initial : changeScenario(before, ScenarioPatch.parse(patch))
    expect([name, hoursAgo, after]).not.toEqual([name, hoursAgo, before])
    now.set(name, after)
  }
  // It ends with the fleet as it is started, so that nothing jumps when the application goes on.
  expect(now).toEqual(fleet)
})

test('who comes later is of the fleet', () => {
  for (const name of Object.keys(NEWCOMERS)) expect(fleet.has(name)).toBe(true)
})
