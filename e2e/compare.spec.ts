import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { comparisonDto } from '@/lib/api/contract/comparison'
import { nodesDto } from '@/lib/api/contract/node-list'
import { orchestratorsDto } from '@/lib/api/contract/roll-up-list'
import { sweepsDto } from '@/lib/api/contract/sweep'
import { expect, test } from './support/fixtures'
import { eventually } from './support/start-app'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^Fleets in columns/ })
const row = (page: Page, name: string | RegExp) =>
  table(page)
    .getByRole('row')
    .filter({
      has: page.getByRole('rowheader', { name }),
    })

/** The addresses of the orchestrators of these nodes. */
async function ofNodes(page: Page, ...names: string[]): Promise<string[]> {
  const known = await eventually(
    async () => nodesDto.parse(await (await page.request.get('/api/v1/nodes')).json()).nodes,
    (nodes) =>
      names.every((name) => nodes.some(({ uri, orchestrator }) => uri.includes(name) && orchestrator)),
  )
  return names.map((name) => known.find(({ uri }) => uri.includes(name))?.orchestrator ?? '')
}

test('a visitor begins with the largest fleets, takes one out and adds one by name', async ({ page }) => {
  // Right after the start not everybody has answered yet.
  const orchestrators = await eventually(
    async () =>
      orchestratorsDto.parse(await (await page.request.get('/api/v1/orchestrators?limit=10')).json())
        .orchestrators,
    (all) => all.length === 10,
  )
  await page.goto('/compare')
  await expect(title(page)).toHaveText('Compare fleets')
  await page.getByRole('link', { name: 'Compare the 3 largest fleets' }).click()
  await expect(table(page).getByRole('columnheader')).toHaveCount(4)
  await page
    .getByRole('link', { name: /^Take .* out$/ })
    .first()
    .click()
  await expect(table(page).getByRole('columnheader')).toHaveCount(3)
  const address = orchestrators.at(-1)?.name ?? ''
  await page.getByLabel('Add an orchestrator').fill(address.toLowerCase())
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(table(page).getByRole('columnheader')).toHaveCount(4)
  await page.getByLabel('Add an orchestrator').fill('nobody at all')
  await page.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Nobody is called that' })).toBeVisible()
  await expect(table(page).getByRole('columnheader')).toHaveCount(4)
})

test('every cell is in the answer of the API, and the link opens alike in a fresh context, also later', async ({
  page,
  browser,
  baseURL,
}) => {
  const addresses = await ofNodes(page, 'halcyon-1', 'lanternfish-1')
  const query = `orchestrators=${addresses.join(',')}`
  const { sweeps } = sweepsDto.parse(await (await page.request.get('/api/v1/sweeps?limit=1')).json())
  const asOf = sweeps[0]?.as_of ?? ''
  await page.goto(`/compare?${query}&as_of=${asOf}`)
  const answer = comparisonDto.parse(
    await (await page.request.get(`/api/v1/compare?${query}&as_of=${asOf}`)).json(),
  )
  const cells = (name: string) => row(page, name).first().getByRole('cell')
  for (const [i, fleet] of answer.fleets.entries()) {
    await expect(cells('Nodes that answered').nth(i)).toContainText(
      `${fleet.nodes.answered}of ${fleet.nodes.listed} listed`,
    )
    await expect(cells('Offerings').nth(i)).toContainText(String(fleet.offerings))
  }
  for (const { model, fleets } of answer.models.slice(0, 3)) {
    if (model === null) continue
    const shown = await row(page, model).first().getByRole('cell').allInnerTexts()
    expect(shown.map((text) => text.startsWith('—'))).toEqual(fleets.map((of) => !of?.price))
  }
  const shown = await table(page).textContent()

  // Two sweeps later, somewhere else.
  const [{ snapshot = 0 } = {}] = sweeps
  await eventually(
    async () => sweepsDto.parse(await (await page.request.get('/api/v1/sweeps?limit=1')).json()).sweeps[0],
    (latest) => (latest?.snapshot ?? 0) >= snapshot + 2,
  )
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(`${baseURL}/compare?${query}&as_of=${asOf}`)
  await expect(table(other)).toBeVisible()
  expect(await table(other).textContent()).toBe(shown)
  await context.close()
})

test('a price war moves the mark of the lowest price while one looks', async ({ page, world }) => {
  const node = world.devnet.orchestrator('lanternfish-1')
  const addresses = await ofNodes(page, 'halcyon-1', 'lanternfish-1')
  await page.goto(`/compare?orchestrators=${addresses.join(',')}`)
  const lanternfish = row(page, /^transcoding/)
    .first()
    .getByRole('cell')
    .nth(1)
  await expect(lanternfish).not.toContainText('(best)')
  await node.change({ basePrice: '0' })
  try {
    await expect(lanternfish).toContainText('0 (best)')
  } finally {
    await node.change({ basePrice: null })
  }
  await expect(lanternfish).not.toContainText('(best)')
})

test('the file has the rows of the table, and only what differs where that is asked', async ({ page }) => {
  const addresses = await ofNodes(page, 'halcyon-1', 'lanternfish-1')
  const { sweeps } = sweepsDto.parse(await (await page.request.get('/api/v1/sweeps?limit=1')).json())
  await page.goto(`/compare?orchestrators=${addresses.join(',')}&as_of=${sweeps[0]?.as_of}`)
  const all = await table(page).getByRole('rowheader').count()
  await page.getByLabel('Only what differs').check()
  const names = await table(page).getByRole('row').locator('th.pinned').allInnerTexts()
  expect(names.length - 1).toBeLessThan(all)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ])
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(download.suggestedFilename()).toMatch(/^fleets-.*\.csv$/)
  expect(lines[0]).toContain(addresses.join(','))
  // Two lines of headers; the first name is of the table's own header.
  expect(lines.slice(2)).toHaveLength(names.length - 1)
  for (const [i, line] of lines.slice(2).entries()) {
    const [label = ''] = (names[i + 1] ?? '').split('\n')
    expect(line).toContain(label.replace(/…/, '').slice(0, 8))
  }
})

test('what cannot be compared says why', async ({ page }) => {
  await page.goto('/compare?orchestrators=0x12')
  await expect(page.getByRole('status').filter({ hasText: 'comparison' })).toBeVisible()
  await page.goto(`/compare?orchestrators=0x${'0'.repeat(39)}9`)
  await expect(title(page)).toContainText('alone')
  await expect(row(page, 'Nodes that answered').getByRole('cell')).toContainText('No node is paid to it')
})
