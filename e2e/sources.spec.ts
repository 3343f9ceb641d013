import type { Page } from '@playwright/test'
import { sourcesDto } from '@/lib/api/contract/source'
import { sourceDetailDto } from '@/lib/api/contract/source-detail'
import { axeFindings, test as base, expect } from './support/fixtures'
import { freePort } from './support/free-port'
import { type RunningApp, startApp } from './support/start-app'

/** An application whose sources do not all do well: a webhook where nobody listens, and a list with mistakes. */
const test = base.extend<object, { troubled: RunningApp }>({
  troubled: [
    async ({ world }, use) => {
      const [first] = world.devnet.serviceUris()
      const app = await startApp({
        env: {
          ORCH_ADDRS: [
            ...world.devnet.serviceUris(),
            `${first}/`.replace('https://', 'HTTPS://'),
            'not a uri',
          ].join(','),
          ORCH_WEBHOOK_URL: `http://127.0.0.1:${await freePort()}/list`,
          // A gateway that works is at hand: the other application.
          GATEWAY_IMPORT_URL: `${world.app.gatewayUrl}/getNetworkCapabilities`,
          SWEEP_INTERVAL_MS: '3000',
          PROBE_TIMEOUT_MS: '1500',
        },
      })
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ troubled }, use) => use(troubled.url),
})

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const sourceRow = (page: Page, name: string) =>
  page
    .getByRole('table', { name: /sources of service URIs$/ })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
const entries = (page: Page) => page.getByRole('table', { name: 'Entries of the list' })

test.beforeEach(async ({ page, request }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
  // The gateway may not have had its own list yet when it was read first.
  await expect
    .poll(async () => {
      const { sources } = sourcesDto.parse(await (await request.get('/api/v1/sources')).json())
      return sources.find(({ name }) => name === 'gateway')?.count
    })
    .toBeGreaterThan(0)
})

test('a visitor learns which source fails and why, and walks into one that works', async ({ page }) => {
  const nav = page.getByRole('navigation', { name: 'Pages' })
  await nav.getByRole('link', { name: 'Sources' }).click()
  await expect(title(page)).toHaveText(/^2 of 3 sources work; \d+ nodes named$/)
  await expect(sourceRow(page, 'webhook')).toContainText('Fails')
  await expect(sourceRow(page, 'webhook')).toContainText('The webhook could not be read:')
  await expect(sourceRow(page, 'list')).toContainText('Works')
  await expect(sourceRow(page, 'list')).toContainText('1 duplicate')
  await expect(sourceRow(page, 'list')).toContainText('1 invalid')

  await sourceRow(page, 'list').getByRole('link', { name: 'list', exact: true }).click()
  await expect(page).toHaveURL(/\/sources\/list$/)
  await expect(title(page)).toHaveText(/^list names \d+ nodes$/)
  await expect(nav.getByRole('link', { name: 'Sources' })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('link', { name: 'All sources' }).click()
  await expect(page).toHaveURL(/\/sources$/)
})

test('a duplicate and a text that is no URI are marked where they stand in the list', async ({
  page,
  request,
}) => {
  const detail = sourceDetailDto.parse(await (await request.get('/api/v1/sources/list')).json())
  await page.goto('/sources/list')
  const rows = entries(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).toHaveCount(detail.entries.length)
  const duplicate = rows.filter({ hasText: /HTTPS:/ })
  await expect(duplicate).toContainText('Duplicate')
  await expect(duplicate).toContainText('Answered')
  const invalid = rows.filter({ hasText: 'not a uri' })
  await expect(invalid).toContainText('Invalid')
  await expect(invalid).toContainText('It is not a URL.')
  await expect(rows.filter({ hasText: 'Duplicate' })).toHaveCount(1)
})

test('an entry leads to the row of its node among all nodes', async ({ page }) => {
  await page.goto('/sources/list')
  await entries(page)
    .getByRole('link', { name: /halcyon-1/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/offerings#node-/)
  await expect(page.locator('tr:target')).toContainText('halcyon-1.localhost')
})

test('what another gateway reports is labelled as its word, beside what we found', async ({ page }) => {
  await page.goto('/sources/gateway')
  await expect(page.getByRole('heading', { name: /its word, not what we found$/ })).toContainText(
    'As reported by gateway at',
  )
  const row = page
    .getByRole('table', { name: 'Orchestrators as reported' })
    .getByRole('row')
    .filter({ hasText: 'halcyon-1.localhost' })
  await expect(row).toContainText(/\d offers?: /)
  await expect(row.getByRole('cell').last()).toContainText('Answered')
})

test('the sources are in the page itself, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/sources`)
  await expect(sourceRow(page, 'webhook')).toContainText('The webhook could not be read:')
  await context.close()
})

test('a source that nobody configured is said to be none', async ({ page }) => {
  const response = await page.goto('/sources/no-such-source')
  expect(response?.status()).toBe(404)
  await expect(title(page)).toHaveText('No source has this name')
})

test('when the API fails, what was read stays on the page with its age', async ({ page }) => {
  await page.route('**/api/v1/sources', (route) => route.fulfill({ status: 500, json: {} }))
  await page.goto('/sources')
  await expect(page.getByText('The list of sources could not be refreshed')).toBeVisible()
  await expect(page.getByText('The server answered 500. What you see was read')).toBeVisible()
  await expect(sourceRow(page, 'list')).toContainText('Works')
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const path of ['/sources', '/sources/list', '/sources/gateway', '/sources/webhook'])
    test(`axe finds nothing at ${path} of troubled sources, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(title(page)).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
    })

for (const path of ['/sources', '/sources/list', '/sources/gateway', '/sources/webhook'])
  test(`nothing reaches beyond a screen of 320 pixels at ${path} of troubled sources`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(path)
    await expect(title(page)).toBeVisible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
