import type { Page } from '@playwright/test'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { policiesDto } from '@/lib/api/contract/policy'
import { policyComparisonDto } from '@/lib/api/contract/policy-comparison'
import { positionDto } from '@/lib/api/contract/position'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const headers = { authorization: `Bearer ${OPERATOR_KEY}` }
const SIZES = [
  { width: 1440, height: 900 },
  { width: 320, height: 640 },
]

/** In both themes, as wide as a desk and as narrow as a phone. */
async function expectSound(page: Page): Promise<void> {
  for (const size of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axeFindings(page)).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    }
}

test('policies are listed with what they say, built-in ones marked, private ones nowhere', async ({
  page,
}) => {
  const put = (name: string, data: object) =>
    page.request.put(`/api/v1/policies/${name}`, { headers, data: { filters: {}, ...data } })
  expect(
    (await put('journey', { description: 'For a journey', selection: { strategy: 'spread' } })).ok(),
  ).toBe(true)
  expect((await put('journey-secret', { private: true })).ok()).toBe(true)
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Policies' }).click()
  const { count, policies } = policiesDto.parse(await (await page.request.get('/api/v1/policies')).json())
  await expect(title(page)).toHaveText(`${count} policies to choose by`)
  const rows = page
    .getByRole('table', { name: 'Policies' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).toHaveCount(policies.length)
  for (const [at, { name, built_in }] of policies.entries()) {
    await expect(rows.nth(at)).toContainText(name)
    await expect(rows.nth(at)).toContainText(built_in ? 'Built in' : 'Saved')
  }
  await expect(page.getByText('journey-secret')).toHaveCount(0)
  expect((await page.goto('/policies/journey-secret'))?.status()).toBe(404)
  await expect(title(page)).toHaveText('No policy has this name')
  for (const name of ['journey', 'journey-secret'])
    expect((await page.request.delete(`/api/v1/policies/${name}`, { headers })).status()).toBe(204)
})

test('a policy shows whom it chooses for a job, and the address is the question', async ({ page }) => {
  await page.goto('/policies')
  await page.getByRole('link', { name: 'default-cheapest', exact: true }).click()
  await expect(title(page)).toHaveText('default-cheapest')
  await page.getByLabel('Pipeline').fill('text-to-image')
  await page.getByRole('button', { name: 'Whom does it choose?' }).click()
  await expect(page).toHaveURL(/\/policies\/default-cheapest\?pipeline=text-to-image/)
  const { now } = policyComparisonDto.parse(
    await (await page.request.get('/api/v1/policies/default-cheapest/compare?pipeline=text-to-image')).json(),
  )
  const places = page
    .getByRole('table', { name: 'Those that may do it, in order' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(places).toHaveCount(now.ranking.length)
  await expect(page.getByRole('list', { name: 'What does not count then' })).toContainText('suspended')
  await expectSound(page)
})

test('one long word of an operator widens no page, and on a phone copying has words', async ({ page }) => {
  const { offerings } = offeringsDto.parse(
    await (
      await page.request.get('/api/v1/offerings?pipeline=text-to-image&policy=default-cheapest&limit=1')
    ).json(),
  )
  const [offering] = offerings
  if (!offering) throw new Error('the simulated network offers no images')
  const suspension = `/api/v1/suspensions/offering/${offering.id}`
  const reason = 'replaced-'.repeat(20)
  expect((await page.request.put(suspension, { headers, data: { reason } })).ok()).toBe(true)
  try {
    await page.goto('/policies/default-cheapest?pipeline=text-to-image')
    await expect(page.getByText(reason)).not.toHaveCount(0)
    await expectSound(page)
    for (const label of ['Copy address of the list', 'Copy as cURL'])
      expect((await page.getByText(label, { exact: true }).boundingBox())?.width).toBeGreaterThan(40)
  } finally {
    expect((await page.request.delete(suspension, { headers })).ok()).toBe(true)
  }
})

test('an orchestrator sees where each offering stands, and why it gets no jobs', async ({ page }) => {
  const { offerings } = offeringsDto.parse(
    await (await page.request.get('/api/v1/offerings?orchestrator[exists]=true&limit=1')).json(),
  )
  const address = offerings[0]?.orchestrator
  if (!address) throw new Error('the simulated network names no orchestrator')
  await page.goto(`/position/${address}`)
  const position = positionDto.parse(
    await (await page.request.get(`/api/v1/orchestrators/${address}/position`)).json(),
  )
  const rows = page
    .getByRole('table', { name: 'Offerings and where they stand' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).toHaveCount(position.offerings.length)
  const { market } = position.offerings[0] ?? {}
  if (market?.rank) await expect(rows.nth(0)).toContainText(`${market.rank} of ${market.of} by price`)
  await expectSound(page)
  expect((await page.goto(`/position/0x${'9'.repeat(40)}`))?.status()).toBe(404)
  await expect(title(page)).toHaveText('No orchestrator has this address')
})

test('the offerings lead to who offers them, and from there to their position', async ({ page }) => {
  await page.goto('/offerings?pipeline=llm')
  await page.getByRole('main').locator('a[href^="/orchestrators/0x"]').first().click()
  await page.getByRole('main').locator('a[href^="/position/"]').first().click()
  await expect(title(page)).toContainText('in the market')
})
