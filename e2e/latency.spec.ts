import type { Page } from '@playwright/test'
import { nodesDto } from '@/lib/api/contract'
import { expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^Nodes by latency/ })

test.beforeEach(async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a node that has become slow is in the first rows with its latency, until it is fast again', async ({
  page,
  world,
}) => {
  const { nodes } = nodesDto.parse(await (await page.request.get('/api/v1/nodes')).json())
  const quick = nodes.filter(({ outcome, latency_ms }) => outcome === 'ok' && (latency_ms ?? 1_000) < 500)
  const node = world.devnet.orchestrators.find(({ uri }) => quick.some((known) => known.uri === uri))
  if (!node) throw new Error('nobody answers')
  const row = table(page)
    .getByRole('row')
    .filter({ hasText: new URL(node.uri).host })
  const latency = row.getByRole('cell').first()
  await page.goto('/latency')
  await expect(title(page)).toContainText(/^Half of \d+ nodes answer within/)
  await node.change({ latencyMs: 1_100 })
  try {
    await expect(latency).toContainText(/1,[1-4]\d\d/)
  } finally {
    await node.change({ latencyMs: 10 })
  }
  await expect(row.filter({ hasText: /1,[1-4]\d\d/ })).toHaveCount(0)
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
  await expect(page.getByRole('table', { name: 'Discovery latency by region in ms' })).toContainText(
    'Region unknown',
  )
})
