import type { Page } from '@playwright/test'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'
import { makeKey } from './support/make-key'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const rows = (page: Page) =>
  page
    .getByRole('table', { name: 'Requests, latest first' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const list = (page: Page) => page.getByRole('region', { name: /shown/ })

async function useOperatorKey(page: Page, key = OPERATOR_KEY): Promise<void> {
  await page.getByLabel('Operator key').fill(key)
  await page.getByRole('button', { name: 'Use this key' }).click()
}

async function send(page: Page, secret: string, data: object = {}): Promise<string> {
  const answer = await page.request.post('/text-to-image', {
    headers: { authorization: `Bearer ${secret}` },
    data: { prompt: 'a lighthouse', width: 64, height: 64, ...data },
  })
  return answer.headers()['x-request-id'] ?? ''
}

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('without a key the page says what is there and why not for everybody; a wrong one is refused', async ({
  page,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Requests' }).click()
  await expect(title(page)).toHaveText('Requests')
  await expect(page.getByText('so they are not for everybody')).toBeVisible()
  await useOperatorKey(page, 'no such key')
  await expect(page.getByRole('alert').filter({ hasText: 'does not take that key' })).toBeVisible()
  await useOperatorKey(page)
  await expect(page.getByRole('table', { name: 'All requests by span of time' })).toBeVisible()
  await page.getByRole('button', { name: 'Forget the key' }).click()
  await expect(page.getByLabel('Operator key')).toHaveValue('')
})

test('a request stands there as soon as it ends, unless the list is held up', async ({ page }) => {
  const { secret, id } = await makeKey(page.request, 'tail')
  await page.goto(`/requests?key=${id}`)
  await useOperatorKey(page)
  await expect(list(page).getByText('Live', { exact: true })).toBeVisible()
  await expect(page.getByText('No request fits these filters')).toBeVisible()
  await send(page, secret)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Served')
  await expect(rows(page).first()).toContainText('text-to-image')

  await list(page).getByRole('button', { name: 'Pause' }).click()
  await expect(list(page).getByText('Paused', { exact: true })).toBeVisible()
  await send(page, secret, { width: 0 })
  await expect(list(page).getByText('1 ended since')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await list(page).getByRole('button', { name: 'Go on' }).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).first()).toContainText('Refused')
})

test('filters are an address, and lead to one request with its attempts, decision and cost', async ({
  page,
}) => {
  const { secret, id } = await makeKey(page.request, 'filters')
  const served = await send(page, secret)
  await send(page, secret, { width: 0 })
  await page.goto(`/requests?key=${id}`)
  await useOperatorKey(page)
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('search', { name: 'Filters' }).getByLabel('Outcome').selectOption('Served')
  await page.getByRole('search', { name: 'Filters' }).getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(new RegExp(`/requests\\?outcome=served&key=${id}$`))
  await expect(rows(page)).toHaveCount(1)
  await rows(page).first().getByRole('link').first().click()
  await expect(page).toHaveURL(new RegExp(`/requests/${served}$`))
  await expect(title(page)).toContainText('was served in')
  await expect(page.getByRole('heading', { name: '1 attempt in' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Attempts, in order' })).toContainText('Did it')
  await expect(page.getByRole('heading', { name: 'Why it went there' })).toBeVisible()
  await page.goto(`/requests/no-such-request`)
  await useOperatorKey(page)
  await expect(page.getByText('No request of this id is kept')).toBeVisible()
})

test('when the connection is lost the page says so, and goes on', async ({ page }) => {
  const { secret, id } = await makeKey(page.request, 'lost')
  await page.route('**/api/v1/requests/stream?*', (route) => route.abort())
  await page.goto(`/requests?key=${id}`)
  await useOperatorKey(page)
  await expect(list(page).getByText('Connection lost')).toBeVisible()
  await send(page, secret)
  await page.unroute('**/api/v1/requests/stream?*')
  await expect(list(page).getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(rows(page)).toHaveCount(1)
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, viewport] of Object.entries({
    desktop: { width: 1440, height: 900 },
    narrow: { width: 320, height: 640 },
  }))
    test(`axe finds nothing in requests and in one of them, and nothing reaches beyond the screen, ${colorScheme}, ${size}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      const { secret, id } = await makeKey(page.request, `axe ${colorScheme} ${size}`)
      await send(page, secret)
      await page.goto(`/requests?key=${id}`)
      await useOperatorKey(page)
      await expect(rows(page)).toHaveCount(1)
      const isFlawless = async () => {
        expect(await axeFindings(page)).toEqual([])
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(over).toBe(0)
      }
      await isFlawless()
      await rows(page).first().getByRole('link').first().click()
      await expect(title(page)).toContainText('was served in')
      await isFlawless()
    })
