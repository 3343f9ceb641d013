import type { Page } from '@playwright/test'
import { historyDto } from '@/lib/api/contract/history'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { gpusDto } from '@/lib/api/contract/roll-up-list'
import { gpuDetailDto } from '@/lib/api/contract/single'
import type { World } from './support/fixtures'
import { expect, test } from './support/fixtures'
import { momentWithHistory, numbersNobodyTold } from './support/told-by'

const CARD = 'RTX 4090'
const PAGE = `/gpus/${encodeURIComponent(CARD)}`
const MODEL = 'black-forest-labs/FLUX.1-dev'

test.slow()

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^Cards\./ })
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const askGpus = async (page: Page, query = '') =>
  gpusDto.parse(await (await page.request.get(`/api/v1/gpus?limit=10000${query}`)).json())

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a visitor narrows cards by region and size, in an address that a stranger opens alike', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'GPUs' }).click()
  const all = await askGpus(page)
  await expect(title(page)).toHaveText(
    `${all.supply.cards} cards reported by ${all.nodes_reporting} of ${all.nodes_counted} nodes`,
  )
  await expect(rows(page)).toHaveCount(all.count)
  await page.getByRole('combobox', { name: 'Region' }).selectOption('us-east')
  await expect(page).toHaveURL(/region=us-east/)
  await expect(rows(page)).toHaveCount((await askGpus(page, '&region=us-east')).count)
  await expect(rows(page).first()).toContainText('in us-east')
  const header = table(page).getByRole('columnheader', { name: 'Memory, GB' })
  await header.getByRole('button').click()
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await expect(page).toHaveURL(/sort=-memory/)
  const seen = await rows(page).getByRole('rowheader').allInnerTexts()
  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect.poll(() => rows(theirs).getByRole('rowheader').allInnerTexts()).toEqual(seen)
  await stranger.close()
  await page.getByRole('table', { name: 'Cards by pipeline' }).getByRole('button', { name: 'llm' }).click()
  await expect(page).toHaveURL(/pipeline=llm/)
})

test('every number on the pages of cards is in an answer of the API as of the same moment', async ({
  page,
}) => {
  const asOf = await momentWithHistory(page, `/api/v1/models/${encodeURIComponent(MODEL)}`)
  const read = async (path: string) => (await page.request.get(path)).json()
  const history = 'metric=gpus&window=7d&step=2h'
  const words = ['The last 7 days', 'the last 7 days', '720p30', '720p']
  const except = ['[role=status]', '[aria-label="Latest changes"] time']
  const changes = await read(`/api/v1/changes?kind=gpu-added,gpu-gone&limit=10&to=${asOf}`)

  const gpus = gpusDto.parse(await read(`/api/v1/gpus?limit=10000&as_of=${asOf}`))
  const ofNetwork = historyDto.parse(await read(`/api/v1/network/history?${history}&as_of=${asOf}`))
  await page.goto(`/gpus?as_of=${asOf}`)
  await page.getByText('The same numbers as a table').click()
  await expect(page.getByRole('table', { name: /^Reported cards over time/ })).toBeVisible()
  const rest = gpus.gpus.flatMap(({ models, regions, pipelines }) => [
    models.length - 2,
    regions.length - 3,
    pipelines.length - 3,
  ])
  expect(await numbersNobodyTold(page, [gpus, ofNetwork, changes, rest], { words, except })).toEqual([])

  const gpu = gpuDetailDto.parse(await read(`/api/v1${PAGE}?as_of=${asOf}`))
  const ofCard = historyDto.parse(await read(`/api/v1${PAGE}/history?${history}&as_of=${asOf}`))
  await page.goto(`${PAGE}?as_of=${asOf}`)
  await page.getByText('The same numbers as a table').click()
  await expect(page.getByRole('table', { name: /^Reported cards over time/ })).toBeVisible()
  expect(await numbersNobodyTold(page, [gpu, ofCard, changes], { words, except })).toEqual([])
})

test('a card that leaves is gone from its page’s numbers and told as gone, and so is its return', async ({
  page,
  world,
}) => {
  const before = gpuDetailDto.parse(await (await page.request.get(`/api/v1${PAGE}`)).json())
  const holder = before.holders.find(({ node_uri, outcome }) => outcome === 'ok' && hasNode(world, node_uri))
  const node = world.devnet.orchestrators.find(({ uri }) => uri === holder?.node_uri)
  const host = new URL(holder?.node_uri ?? 'https://nobody').host
  const { offerings } = offeringsDto.parse(
    await (
      await page.request.get(
        `/api/v1/offerings?${new URLSearchParams({ node_uri: holder?.node_uri ?? '', gpu: CARD })}`,
      )
    ).json(),
  )
  const [offering] = offerings
  if (!holder || !node || !offering?.model) throw new Error('nobody has the card')
  const { pipeline, model } = offering
  await page.goto(PAGE)
  const row = page.getByRole('table', { name: /^Who has it/ }).getByRole('row', { name: host })
  await expect(row).toBeVisible()
  const changes = page
    .getByRole('list', { name: 'Latest changes' })
    .getByRole('listitem')
    .filter({ hasText: host })
  await node.change({ gpus: { remove: 'all' } })
  try {
    await expect(row).toHaveCount(0, { timeout: 30_000 })
    await expect(title(page)).toContainText(`${before.holders.length - 1} node`)
    await expect(changes.filter({ hasText: 'Cards gone' }).first()).toBeVisible()
  } finally {
    const card = { card: CARD, pipeline, model }
    await node.change({ gpus: { add: Array.from({ length: holder.cards }, () => card) } })
  }
  await expect(row).toBeVisible({ timeout: 30_000 })
  await expect(changes.filter({ hasText: 'Cards added' }).first()).toBeVisible()
})

const hasNode = ({ devnet }: World, uri: string): boolean =>
  devnet.orchestrators.some((one) => one.uri === uri)

test('a card that nobody reports leads to all cards', async ({ page }) => {
  const response = await page.goto('/gpus/RTX%209999')
  expect(response?.status()).toBe(404)
  await expect(title(page)).toHaveText('Nobody reports a card called RTX 9999')
  await page.getByRole('link', { name: 'All cards' }).click()
  await expect(title(page)).toContainText('cards reported by')
})

test('cards are in the page before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/gpus`)
  await expect(rows(page)).not.toHaveCount(0)
  await page.goto(`${baseURL}${PAGE}`)
  await expect(page.getByRole('table', { name: /^Who has it/ }).getByRole('rowheader')).not.toHaveCount(0)
  await context.close()
})
