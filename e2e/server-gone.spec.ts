import type { Page } from '@playwright/test'
import { modelsDto } from '@/lib/api/contract/roll-up-list'
import { expect, test } from './support/fixtures'

const API = '**/api/v1/**'
const main = (page: Page) => page.getByRole('main')

const choose = (label: string, value: string) => (page: Page) =>
  page.getByRole('combobox', { name: label }).selectOption(value)
/** Lists that are filtered, what they are called, and a choice that leaves others. */
const LISTS = [
  {
    path: '/offerings',
    what: 'The list of offerings',
    choose: (page: Page) =>
      page
        .getByRole('search', { name: 'Filters' })
        .getByRole('checkbox', { name: /^text-to-image/ })
        .check(),
  },
  { path: '/models', what: 'The list of models', choose: choose('Pipeline', 'text-to-image') },
  { path: '/orchestrators', what: 'The list of orchestrators', choose: choose('Region', 'us-east') },
  { path: '/gpus', what: 'The list of cards', choose: choose('Region', 'us-east') },
  { path: '/prices', what: 'The list of prices', choose: choose('Pipeline', 'text-to-image') },
  { path: '/map', what: 'The map', choose: choose('Pipeline', 'text-to-image') },
] as const

for (const list of LISTS)
  test(`${list.path}: rows stay where the server is gone when a filter changes, and follow it when it is back`, async ({
    page,
  }) => {
    await page.goto(list.path, { waitUntil: 'networkidle' })
    const rows = main(page).getByRole('table').first().getByRole('row')
    await expect(rows.nth(1)).toBeVisible()
    const seen = (await rows.nth(1).getByRole('rowheader').textContent()) ?? ''

    await page.route(API, (route) => route.abort())
    await list.choose(page)
    await expect(main(page)).toContainText(
      `${list.what} could not be read: below is the answer to the question before`,
    )
    await expect(main(page)).toContainText('The server does not answer')
    await expect(rows.nth(1).getByRole('rowheader')).toHaveText(seen)

    await page.unroute(API)
    await expect(main(page)).not.toContainText('could not be read')
    await expect(main(page).locator('[aria-busy=true]:has(tbody th)')).toHaveCount(0)
    await expect(page).toHaveURL(/text-to-image|us-east/)
  })

test('a list of the past goes on as well when the server is back', async ({ page, request }) => {
  const { as_of } = modelsDto.parse(await (await request.get('/api/v1/models')).json()).snapshot
  await page.goto(`/models?as_of=${as_of}`, { waitUntil: 'networkidle' })
  const rows = main(page).getByRole('table').first().getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  await page.route(API, (route) => route.abort())
  await choose('Pipeline', 'llm')(page)
  await expect(main(page)).toContainText('below is the answer to the question before')
  await expect(page.getByText('This server does not answer')).toBeVisible()
  await page.unroute(API)
  await expect(main(page)).not.toContainText('could not be read')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^\d+ of \d+ models$/)
})
