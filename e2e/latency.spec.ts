import type { Page } from '@playwright/test'
import { nodesDto } from '@/lib/api/contract/node-list'
import { expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^Nodes by latency/ })

/** Within the deadline of a probe, and more than any node takes by itself. */
const SLOW_MS = 1_100
const WAIT = { timeout: 60_000 }

test.beforeEach(async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a node that has become slow shows it, until it is fast again', async ({ page, world }) => {
  const { nodes } = nodesDto.parse(await (await page.request.get('/api/v1/nodes')).json())
  const quick = nodes.filter(({ outcome, latency_ms }) => outcome === 'ok' && latency_ms !== null)
  const node = world.devnet.orchestrators.find(({ uri }) => quick.some((known) => known.uri === uri))
  if (!node) throw new Error('nobody answers')
  await page.goto('/latency')
  await expect(title(page)).toContainText(/^Half of \d+ nodes answer within/)
  await page.getByRole('button', { name: /^Show \d+ more/ }).click()
  const latency = table(page)
    .getByRole('row')
    .filter({ hasText: new URL(node.uri).host })
    .getByRole('cell')
    .first()
    .locator('data')
  const shown = async () => Number(await latency.getAttribute('value'))
  await node.change({ latencyMs: SLOW_MS })
  try {
    await expect.poll(shown, WAIT).toBeGreaterThanOrEqual(SLOW_MS)
  } finally {
    await node.change({ latencyMs: 10 })
  }
  await expect.poll(shown, WAIT).toBeLessThan(SLOW_MS)
})

test('the fastest come first on demand, and the address keeps order and nodes', async ({ page }) => {
  await page.goto('/latency')
  const slowest = await table(page).getByRole('rowheader').first().allInnerTexts()
  await page.getByRole('button', { name: 'Fastest first' }).click()
  await expect(page).toHaveURL(/order=fastest/)
  await expect(page.getByRole('heading', { name: 'Who is fastest now' })).toBeVisible()
  await expect.poll(() => table(page).getByRole('rowheader').first().allInnerTexts()).not.toEqual(slowest)
  await page.getByRole('combobox', { name: 'Nodes' }).selectOption('black-forest-labs/FLUX.1-dev')
  await expect(page).toHaveURL(/model=black-forest-labs/)
  await expect(page.getByRole('region', { name: 'Discovery latency over time' })).toBeVisible()
  const regions = page.getByRole('table', { name: 'Discovery latency by region in ms' })
  await expect(regions.getByRole('rowheader', { name: 'eu-central' })).toBeVisible()
})
