import type { Page } from '@playwright/test'
import { historyDto } from '@/lib/api/contract/history'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { pricesDto } from '@/lib/api/contract/roll-up-list'
import { modelDetailDto } from '@/lib/api/contract/single'
import { expect, test } from './support/fixtures'
import { momentWithHistory, numbersNobodyTold } from './support/told-by'

const MODEL = 'black-forest-labs/FLUX.1-dev'
const API = `/api/v1/models/${encodeURIComponent(MODEL)}`

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page, unit: RegExp) => page.getByRole('table', { name: unit })
const row = (page: Page, model: string) =>
  table(page, /^What models cost in wei per pixel/)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: model, exact: true }) })
    .first()

test.beforeEach(async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a visitor finds what a model costs, unit by unit, and a stranger with the link sees the same', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Prices' }).click()
  const all = pricesDto.parse(await (await page.request.get('/api/v1/prices?limit=10000')).json())
  await expect(page.getByText(`${all.count} of ${all.total} models`, { exact: true })).toBeVisible()
  const units = new Set(all.prices.map(({ unit }) => unit))
  await expect(page.getByRole('heading', { level: 2, name: /^In wei per/ })).toHaveCount(units.size)

  await page.getByRole('combobox', { name: 'Unit' }).selectOption('token')
  await expect(page).toHaveURL(/unit=token/)
  await expect(page.getByRole('heading', { level: 2, name: /^In wei per/ })).toHaveText(['In wei per token'])
  const header = page.getByRole('columnheader', { name: 'Median' }).first()
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  const seen = await table(page, /wei per token/)
    .getByRole('rowheader')
    .allInnerTexts()

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}/prices${new URL(page.url()).search}`)
  await expect
    .poll(() =>
      table(theirs, /wei per token/)
        .getByRole('rowheader')
        .allInnerTexts(),
    )
    .toEqual(seen)
  await stranger.close()
})

test('a price war is on the page with the next sweep: the lowest price, and who asks it', async ({
  page,
  world,
}) => {
  const { offerings } = modelDetailDto.parse(await (await page.request.get(API)).json())
  const sold = offerings.find(({ pipeline, price }) => pipeline === 'text-to-image' && price)
  const node = world.devnet.orchestrators.find(({ uri }) => uri === sold?.node_uri)
  if (!node || !sold?.price) throw new Error('nobody sells the model')
  await page.goto('/prices?unit=pixel&q=FLUX.1-dev')
  await expect(row(page, MODEL)).toBeVisible()
  const change = (price: string) =>
    node.change({ models: [{ pipeline: 'text-to-image', model: MODEL, price }] })
  await change('17')
  try {
    const lowest = row(page, MODEL).getByRole('cell').first()
    await expect(lowest).toContainText('17')
    if (sold.orchestrator !== null) await expect(lowest.getByRole('link')).toContainText(sold.orchestrator)
  } finally {
    await change(sold.price.wei_per_unit)
  }
  await expect(row(page, MODEL).getByRole('cell').first()).not.toContainText('17wei')
})

test('a price that nobody can mean is set aside, with who states it and why', async ({ page, world }) => {
  const { offerings } = modelDetailDto.parse(await (await page.request.get(API)).json())
  const sold = offerings.find(({ pipeline, price }) => pipeline === 'text-to-image' && price)
  const node = world.devnet.orchestrators.find(({ uri }) => uri === sold?.node_uri)
  if (!node || !sold?.price) throw new Error('nobody sells the model')
  await page.goto('/prices')
  const aside = page.getByRole('region', { name: /set aside$/ })
  const theirs = aside
    .getByRole('row')
    .filter({ hasText: new URL(node.uri).host })
    .filter({ hasText: 'FLUX.1-dev' })
  await expect(aside.getByRole('heading')).toBeVisible()
  await expect(theirs).toHaveCount(0)
  const change = (price: string) =>
    node.change({ models: [{ pipeline: 'text-to-image', model: MODEL, price }] })
  await change('1000000000000000000')
  try {
    const more = aside.getByRole('button', { name: /^Show all|^Show \d+ more/ }).last()
    await expect
      .poll(async () => {
        if (await more.isVisible()) await more.click()
        return theirs.count()
      })
      .toBe(1)
    await expect(theirs).toContainText('would cost 1048576 ETH')
  } finally {
    await change(sold.price.wei_per_unit)
  }
  await expect(theirs).toHaveCount(0)
})

test('every number of the page is in an answer of the API as of the same moment', async ({ page }) => {
  const asOf = await momentWithHistory(page, API)
  const read = async (path: string) =>
    (await page.request.get(`${path}${path.includes('?') ? '&' : '?'}as_of=${asOf}`)).json()
  const prices = pricesDto.parse(await read('/api/v1/prices?limit=10000'))
  const told = [
    prices,
    offeringsDto.parse(await read('/api/v1/offerings?price_state=implausible&limit=100')),
    historyDto.parse(await read(`${API}/history?metric=price&window=7d&step=2h`)),
    // What a page counts itself: rows by unit, rows with a price, those that ask the same lowest price.
    prices.prices.map(({ unit }) => prices.prices.filter((other) => other.unit === unit).length),
    [prices.prices.filter(({ n }) => n > 0).length, prices.count],
    prices.prices.map(({ cheapest }) => cheapest.length - 1),
  ]
  await page.goto(`/prices?model=${MODEL}&as_of=${asOf}`)
  const tables = page.getByText('The same numbers as a table')
  await expect(tables.first()).toBeVisible()
  for (const details of await tables.all()) await details.click()
  await expect(page.getByRole('region', { name: 'Prices over time' })).toHaveCount(await tables.count())
  expect(
    await numbersNobodyTold(page, told, {
      words: ['the last 7 days', 'The last 7 days', 'The first 10', '10 of'],
      except: ['[role=status]', 'button'],
    }),
  ).toEqual([])
})

test('the model whose history is shown stands in the address', async ({ page }) => {
  await page.goto('/prices')
  // Until the page is alive nobody hears of a choice.
  await expect(async () => {
    await page.getByRole('combobox', { name: 'Model' }).selectOption(MODEL)
    await expect(page).toHaveURL(/model=black-forest-labs/, { timeout: 1_000 })
  }).toPass()
  await page.getByRole('button', { name: '24 hours' }).click()
  await expect(page).toHaveURL(/window=24h/)
  await expect(page.getByText('cannot be read')).toHaveCount(0)
  const charts = page.getByRole('region', { name: /^Price/ })
  await expect(charts.first()).toContainText('wei per pixel')
})

test('rows are in the page before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/prices?pipeline=llm`)
  await expect(table(page, /wei per token/).getByRole('rowheader')).not.toHaveCount(0)
  await context.close()
})
