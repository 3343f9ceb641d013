import type { Locator, Page } from '@playwright/test'
import { offeringsDto } from '@/lib/api/contract'
import { expect, OPERATOR_KEY, test } from './support/fixtures'

const table = (page: Page) => page.getByRole('table', { name: /^Offerings\./ })
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const filters = (page: Page) => page.getByRole('search', { name: 'Filters' })

/** What makes a row that row: model and node, whatever its age is by now. */
const rowNames = async (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((found) =>
    found.map(
      (row) =>
        `${row.querySelector('th')?.textContent} ${row.querySelector('a[href^="#node-"]')?.textContent}`,
    ),
  )

/** How many offerings there are, as the page says it: rows out of view are not drawn. */
const shownCount = async (page: Page): Promise<number> => {
  const text = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  return Number(/^([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', ''))
}

const check = async (group: Locator, name: RegExp) => group.getByRole('checkbox', { name }).check()

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('nodes answered')
})

test('a visitor opens the network, filters it, and a stranger who gets the link sees the same rows', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Offerings' }).click()
  await expect(rows(page)).not.toHaveCount(0)
  const everything = await shownCount(page)

  await check(filters(page).getByRole('group', { name: 'Pipeline' }), /^text-to-image/)
  await check(filters(page).getByRole('group', { name: 'State' }), /^warm/i)
  await expect(page).toHaveURL(/pipeline=text-to-image/)
  await expect(page).toHaveURL(/state=warm/)
  const ceiling = filters(page).getByRole('textbox', { name: 'Price to' })
  await ceiling.fill('6000000')
  await ceiling.press('Enter')
  await expect(page).toHaveURL(/unit=pixel&price\[lte\]=6000000/)
  await expect.poll(() => shownCount(page)).toBeLessThan(everything)
  const seen = await rowNames(page)
  expect(seen.length).toBeGreaterThan(0)

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect.poll(() => rowNames(theirs)).toEqual(seen)
  await expect(filters(theirs).getByRole('checkbox', { name: /^text-to-image/ })).toBeChecked()
  await expect(filters(theirs).getByRole('textbox', { name: 'Price to' })).toHaveValue('6000000')
  await stranger.close()

  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(() => shownCount(page)).toBe(everything)
  await expect(page).toHaveURL(/\/offerings$/)
})

test('the page shows exactly what the API answers under the same filters', async ({ page, request }) => {
  const query = '?pipeline=live-video-to-video&state=warm'
  const answer = offeringsDto.parse(await (await request.get(`/api/v1/offerings${query}`)).json())
  await page.goto(`/offerings${query}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    `${answer.count} of ${answer.total} offerings`,
  )
  await expect(rows(page)).toHaveCount(answer.count)
  expect(answer.count).toBeGreaterThan(0)
})

test('the way back leads through the filters that were chosen', async ({ page }) => {
  await page.goto('/offerings')
  await check(filters(page).getByRole('group', { name: 'Pipeline' }), /^llm/)
  await expect(page).toHaveURL(/pipeline=llm/)
  await page.goBack()
  await expect(page).toHaveURL(/\/offerings$/)
  await expect(filters(page).getByRole('checkbox', { name: /^llm/ })).not.toBeChecked()
})

test('a node that starts to hang is listed with its reason and the age of what it last said', async ({
  page,
  world,
  request,
}) => {
  const node = world.devnet.orchestrator('halcyon-1')
  await page.goto('/offerings')
  const nodes = page.getByRole('table', { name: /^Nodes/ })
  const row = nodes.getByRole('row').filter({ hasText: 'halcyon-1.localhost' })
  await page.getByRole('heading', { name: /node/i, level: 2 }).scrollIntoViewIfNeeded()
  await expect(row).toContainText('Answered')
  await node.change({ fault: 'hang' })
  try {
    await expect(row).toContainText('Timed out')
    await expect(row).toContainText('No complete answer within the probe deadline.')
    await expect(row.getByRole('time').or(row.locator('time')).first()).toBeVisible()
    await expect(row).toContainText(/Last answer\d+\ss ago/)
    // What it offered is still there, older than the rest.
    await page.getByRole('searchbox', { name: 'Search offerings' }).fill('halcyon-1.localhost')
    await expect(rows(page).first()).toContainText('halcyon-1.localhost')
    await expect(rows(page).first()).toContainText('Timed out')
  } finally {
    await node.change({ fault: 'none' })
    await request.post('/api/v1/sweeps', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } })
  }
  await expect(row).not.toContainText('Timed out')
})

test('rows are in the page itself, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/offerings?pipeline=text-to-image`)
  await expect(rows(page)).not.toHaveCount(0)
  await expect(page.getByText('Simulated network')).toBeVisible()
  await context.close()
})

test('filters that nothing matches say so, and which one to lift', async ({ page }) => {
  await page.goto('/offerings?pipeline=llm&model=no-such-model')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^0 of/)
  await page.getByRole('main').getByRole('button', { name: /clear/i }).first().click()
  await expect(rows(page)).not.toHaveCount(0)
})

test('a wrong filter in the address is said in words, and crashes nothing', async ({ page }) => {
  await page.goto('/offerings?state=hot&max_price_wei=cheap')
  await expect(page.getByRole('main')).toContainText('is not one of warm, cold, priced-only, unknown')
  await expect(rows(page)).not.toHaveCount(0)
})

test('a price is told in what people buy, with the rate that dollars are at, and an implausible one is marked', async ({
  page,
}) => {
  await page.goto('/offerings?pipeline=live-video-to-video&state=warm')
  await expect(page.getByText(/\$[\d.]+ per hour of video/).first()).toBeVisible()
  await expect(page.getByText('Dollars at 2,500 USD for one ETH, set by the operator')).toBeVisible()
})

test('offerings are narrowed down to a region, and rows say where they are', async ({ page }) => {
  await page.goto('/offerings')
  const filters = page.getByRole('search', { name: 'Filters' })
  const box = filters.getByRole('checkbox', { name: /^eu-central/ })
  await box.click()
  await expect(page).toHaveURL(/region=eu-central/)
  await expect(box).toBeChecked()
  const rows = page.getByRole('table', { name: /^Offerings/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText('eu-central')
  await expect(rows.filter({ hasText: 'us-east' })).toHaveCount(0)
})
