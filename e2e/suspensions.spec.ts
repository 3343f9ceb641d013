import type { Page } from '@playwright/test'
import { nodesDto } from '@/lib/api/contract/node-list'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { selectionDto } from '@/lib/api/contract/selection'
import { suspensionMethodDto } from '@/lib/api/contract/suspension'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const headers = { authorization: `Bearer ${OPERATOR_KEY}` }
const LIVE = { timeout: 15_000 }

test('with nobody suspended the page says by which rules somebody would be', async ({ page }) => {
  await page.goto('/status')
  await page.getByRole('link', { name: 'Who, why, and by which rules' }).click()
  await expect(page).toHaveURL(/\/suspensions$/)
  await expect(title(page)).toHaveText('Nobody is suspended')
  const { rules, faults } = suspensionMethodDto.parse(
    await (await page.request.get('/api/v1/suspensions/method')).json(),
  )
  for (const rule of rules) await expect(page.getByText(rule)).toBeVisible()
  for (const { cause } of faults) await expect(page.getByText(cause, { exact: true })).toBeVisible()
})

test('what an operator suspends is shown with reason and time, and is gone when it is lifted', async ({
  page,
}) => {
  const { nodes } = nodesDto.parse(await (await page.request.get('/api/v1/nodes')).json())
  const { offerings } = offeringsDto.parse(
    await (await page.request.get('/api/v1/offerings?limit=1&pipeline=llm')).json(),
  )
  const [node, offering] = [nodes[0], offerings[0]]
  if (!node || !offering) throw new Error('the simulated network offers nothing')
  const ofNode = `/api/v1/suspensions/node/${encodeURIComponent(node.uri)}`
  const ofOffering = `/api/v1/suspensions/offering/${offering.id}`
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const placed = await page.request.put(ofNode, { headers, data: { reason: 'Cards are being replaced' } })
  expect(placed.status()).toBe(200)
  expect(
    (await page.request.put(ofOffering, { headers, data: { reason: 'Odd images', until } })).status(),
  ).toBe(200)

  const job = { pipeline: offering.pipeline, model: offering.model, show: { rejections: 1_000 } }
  const choice = selectionDto.parse(await (await page.request.post('/api/v1/select', { data: job })).json())
  const rejected = choice.rejections.find(({ offering_id }) => offering_id === offering.id)
  expect(rejected?.broken.map(({ rule }) => rule)).toContain('suspended')

  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Suspensions' }).click()
  await expect(title(page)).toHaveText('1 node and 1 offering are suspended')
  const rows = page
    .getByRole('table', { name: 'Offerings and nodes that are not trusted now' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0)).toContainText('the whole node')
  await expect(rows.nth(0)).toContainText('Cards are being replaced')
  await expect(rows.nth(0)).toContainText('by the operator')
  await expect(rows.nth(0)).toContainText('when it is lifted')
  await expect(rows.nth(1)).toContainText(offering.pipeline)
  await expect(rows.nth(1)).toContainText('Odd images')
  await expect(rows.nth(1)).toContainText(/in\s(1\sh|59\smin|60\smin)/)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await axeFindings(page)).toEqual([])
  }
  await page.goto('/status')
  await expect(page.getByText('2 are suspended or on the way back')).toBeVisible()

  await page.goto('/changes?kind=suspended')
  await expect(page.getByText('Cards are being replaced')).toBeVisible(LIVE)

  await page.goto('/suspensions')
  expect((await page.request.delete(ofNode, { headers })).status()).toBe(204)
  await expect(title(page)).toHaveText('1 offering is suspended', LIVE)
  expect((await page.request.delete(ofOffering, { headers })).status()).toBe(204)
  await expect(title(page)).toHaveText('Nobody is suspended', LIVE)
})

test('when the API fails, what was read stays on the page with its age', async ({ page }) => {
  await page.route('**/api/v1/suspensions?*', (route) => route.fulfill({ status: 500, json: {} }))
  await page.goto('/suspensions')
  await expect(page.getByText('The list of suspensions could not be refreshed')).toBeVisible(LIVE)
  await expect(title(page)).toHaveText('Nobody is suspended')
})

test('the list is in the page itself, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/suspensions`)
  await expect(title(page)).toHaveText('Nobody is suspended')
  await expect(page.getByRole('heading', { name: 'By which rules' })).toBeVisible()
  await context.close()
})
