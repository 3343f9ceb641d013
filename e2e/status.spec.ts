import { mkdirSync } from 'node:fs'
import { test as base, type Page } from '@playwright/test'
import { statusDto } from '@/lib/api/contract/status'
import { mountSmallDisk, type SmallDisk } from '@/lib/store/testdata/small-disk'
import { expect, test } from './support/fixtures'
import { type RunningApp, startApp } from './support/start-app'

const title = (page: Page) => page.getByRole('heading', { level: 1 })

test('a visitor sees that all is well, what is kept, and how the sweeps of the day went', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Status' }).click()
  await expect(page).toHaveURL(/\/status$/)
  await expect(title(page)).toHaveText('All is well')
  await expect(page.getByText('Works', { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'This server sweeps' })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^\d+ sweeps? in the last day$/ })).toBeVisible()
  const hour = page
    .getByRole('table', { name: 'Sweeps of the last day by hour' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .first()
  await expect(hour).toContainText('Timed out')
})

test('when the API fails, what was read stays on the page with its age', async ({ page }) => {
  await page.route('**/api/v1/status', (route) => route.fulfill({ status: 500, json: {} }))
  await page.goto('/status')
  await expect(page.getByText('The status could not be refreshed')).toBeVisible()
  await expect(title(page)).toHaveText('All is well')
})

test('when the sweeps cannot be read, the page says so beside what it knows', async ({ page }) => {
  await page.goto('/status')
  await expect(title(page)).toHaveText('All is well')
  await page.route('**/api/v1/sweeps/hourly', (route) => route.fulfill({ status: 503, json: {} }))
  await expect(page.getByText('The list of sweeps could not be refreshed')).toBeVisible({ timeout: 30_000 })
})

test('the status is in the page itself, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/status`)
  await expect(title(page)).toHaveText('All is well')
  await expect(page.getByRole('heading', { name: /in the last day$/ })).toBeVisible()
  await context.close()
})

base.describe('on a disk of its own', () => {
  let disk: SmallDisk | string
  let app: RunningApp | null = null
  base.beforeAll(() => {
    disk = mountSmallDisk(8_192)
  })
  base.afterAll(async () => {
    await app?.stop()
    if (typeof disk !== 'string') disk.remove()
  })

  test('a disk that fills up is said on the page, pages go on, and so does everything when there is room', async ({
    page,
    world,
  }) => {
    base.skip(typeof disk === 'string', String(disk))
    if (typeof disk === 'string') return
    const folder = `${disk.folder}/data`
    mkdirSync(folder)
    app = await startApp({
      env: {
        ORCH_ADDRS: world.devnet.serviceUris().join(','),
        SWEEP_INTERVAL_MS: '2000',
        PROBE_TIMEOUT_MS: '1500',
      },
      dataDir: folder,
    })
    const url = app.url
    const store = async () =>
      statusDto.parse(await (await page.request.get(`${url}/api/v1/status`)).json()).store.state
    await page.goto(`${url}/status`)
    await expect(title(page)).toHaveText('All is well', { timeout: 20_000 })
    disk.fill()
    await expect(title(page)).toContainText('The disk is full', { timeout: 20_000 })
    await expect(page.getByText('The disk of offerings.db is full.', { exact: true })).toBeVisible()
    expect((await page.request.get(`${url}/healthz`)).status()).toBe(200)
    await page.goto(`${url}/offerings`)
    await expect(title(page)).toContainText('offerings')
    disk.empty()
    await expect.poll(store, { timeout: 20_000 }).toBe('ok')
    await page.goto(`${url}/status`)
    await expect(title(page)).toHaveText('All is well', { timeout: 20_000 })
  })
})
