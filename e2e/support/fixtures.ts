import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { statusDto } from '@/lib/api/contract/status'
import { Devnet } from '@/lib/devnet/devnet'
import { regionsFile } from '@/lib/devnet/regions-file'
import { standingFleet } from '@/lib/devnet/standing-fleet'
import { eventually, type RunningApp, startApp } from './start-app'

/** A simulated network, and the built application on it, for all journeys of a run. */
export interface World {
  readonly devnet: Devnet
  readonly app: RunningApp
}

/** Short enough that a change of the network is on screen soon, long enough that a page can be read in between. */
const SWEEP_INTERVAL_MS = 3_000
const PROBE_TIMEOUT_MS = 1_500
/** Nodes of the standing fleet that are busy, silent, closed or talk nonsense. */
const NEVER_ANSWER = 4
export const OPERATOR_KEY = 'a key for journeys alone'

export const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from its pattern.
    async ({}, use) => {
      const devnet = await Devnet.start({ fleet: standingFleet() })
      const folder = mkdtempSync(join(tmpdir(), 'offerings-journeys-'))
      const regions = join(folder, 'regions.json')
      writeFileSync(regions, regionsFile(devnet))
      const app = await startApp({
        env: {
          ORCH_ADDRS: devnet.serviceUris().join(','),
          SWEEP_INTERVAL_MS: String(SWEEP_INTERVAL_MS),
          PROBE_TIMEOUT_MS: String(PROBE_TIMEOUT_MS),
          OPERATOR_KEY,
          ETH_USD: '2500',
          REGIONS_FILE: regions,
        },
      })
      await eventually(
        async () => statusDto.parse(await (await fetch(`${app.gatewayUrl}/api/v1/status`)).json()),
        // On a busy machine a node may miss the first sweep, and its return would be a change that no journey made.
        ({ snapshot, sweep }) =>
          snapshot !== null &&
          snapshot.nodes_listed - snapshot.nodes_answered <= NEVER_ANSWER &&
          sweep.state !== 'running',
      )
      await use({ devnet, app })
      await app.stop()
      await devnet.stop()
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => use(world.app.url),
  // Who looks at a page first and clicks then finds it alive; a test clicks at once, where a button does nothing yet.
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page)
    page.goto = async (...asked) => {
      const answer = await goto(...asked)
      await untilAlive(page)
      return answer
    }
    await use(page)
  },
})

const MOST_UNTIL_ALIVE_MS = 10_000

/** Until React has taken over the title, which stands within what a page is about. What has no title is no page of ours. */
async function untilAlive(page: Page): Promise<void> {
  const isAlive = () => {
    const title = document.querySelector('h1')
    return title === null || Object.keys(title).some((key) => key.startsWith('__reactFiber'))
  }
  // Without its scripts a page never is, which is what some journeys are about.
  await page.waitForFunction(isAlive, undefined, { timeout: MOST_UNTIL_ALIVE_MS }).catch(() => {})
}

export { expect }

/** What axe finds wrong, as short lines. */
export async function axeFindings(page: Page): Promise<string[]> {
  return findingsOf(await auditing(page).analyze())
}

/** The same of colours alone, the only thing in which a theme differs from another. */
export async function contrastFindings(page: Page): Promise<string[]> {
  return findingsOf(await auditing(page).withRules(['color-contrast']).analyze())
}

/** Our pages have no frames: without looking for any it needs no second page, which takes as long as the audit. */
const auditing = (page: Page) => new AxeBuilder({ page }).setLegacyMode()

function findingsOf({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): string[] {
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
