import type { Page } from '@playwright/test'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { regionMapDto } from '@/lib/api/contract/region-map'
import { expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^What there is by region/ })
const row = (page: Page, region: string) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: region, exact: true }) })

test.beforeEach(async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('the table has what the API says, and a row leads to the offerings of its region', async ({ page }) => {
  await page.goto('/map')
  await expect(async () => {
    const map = regionMapDto.parse(await (await page.request.get('/api/v1/regions/map')).json())
    expect(map.regions.length).toBeGreaterThan(2)
    for (const { name, nodes, offerings } of map.regions) {
      const cells = await row(page, name).getByRole('cell').allInnerTexts()
      expect(cells.map((cell) => cell.replace(/\D/g, '')).slice(0, 3)).toEqual([
        String(nodes),
        expect.any(String),
        String(offerings),
      ])
    }
  }).toPass()
  await row(page, 'us-east').getByRole('link').click()
  await expect(page).toHaveURL(/\/offerings\?region=us-east$/)
  const { count, total } = offeringsDto.parse(
    await (await page.request.get('/api/v1/offerings?region=us-east&limit=1')).json(),
  )
  await expect(title(page)).toHaveText(`${count} of ${total} offerings`)
})

test('a circle is a link that says its numbers, and works by keyboard', async ({ page }) => {
  await page.goto('/map?pipeline=text-to-image')
  const circles = page.getByRole('group', { name: 'Nodes by region' }).getByRole('link')
  await expect(circles.first()).toHaveAccessibleName(/: \d+ nodes?, \d+ offerings?/)
  await circles.first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/offerings\?pipeline=text-to-image&region=/)
})

test('with a pipeline there is a median price by region, and nodes of which nobody says where they are are counted', async ({
  page,
}) => {
  await page.goto('/map')
  await expect(async () => {
    const { unknown } = regionMapDto.parse(await (await page.request.get('/api/v1/regions/map')).json())
    const nodes = unknown.nodes === 1 ? '1 node' : `${unknown.nodes} nodes`
    await expect(page.getByText(`Of ${nodes} nobody says where they are.`, { exact: true })).toHaveCount(
      unknown.nodes === 0 ? 0 : 1,
    )
  }).toPass()
  await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('text-to-image')
  await expect(page).toHaveURL(/pipeline=text-to-image/)
  await expect(table(page).getByRole('columnheader', { name: 'Median price' })).toBeVisible()
  await expect(table(page)).toContainText('wei/pixel')
})
