import type { Page } from '@playwright/test'
import { type SelectionDto, selectionDto } from '@/lib/api/contract/selection'
import { axeFindings, expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const ranking = (page: Page) =>
  page
    .getByRole('table', { name: 'Those that may do it, in order' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const form = (page: Page) => page.getByRole('form', { name: 'The job' })

const asked = async (page: Page, body: object): Promise<SelectionDto> =>
  selectionDto.parse(await (await page.request.post('/api/v1/select', { data: body })).json())

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a visitor asks who gets a job, sees the funnel, the order and why not, and shares the question', async ({
  page,
  browser,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Select' }).click()
  await expect(title(page)).toHaveText('Who gets a job, and why')
  await form(page).getByLabel('Pipeline').fill('text-to-image')
  await form(page).getByLabel('Strategy').selectOption('Cheapest')
  await form(page).getByLabel('Loaded').selectOption('Required')
  await form(page).getByLabel('Price ceiling per unit').fill('4000000')
  await form(page).getByRole('button', { name: 'Who gets it?' }).click()
  await expect(page).toHaveURL(
    /\/select\?pipeline=text-to-image&strategy=cheapest&warm=required&max_price=4000000$/,
  )
  await expect(title(page)).toContainText('would get this job')

  const dto = await asked(page, {
    pipeline: 'text-to-image',
    strategy: 'cheapest',
    warm: 'required',
    max_price: '4000000',
  })
  await expect(ranking(page)).toHaveCount(dto.ranking.length)
  await expect(ranking(page).first()).toContainText(dto.ranking[0]?.node_uri ?? 'nobody')
  const steps = page.getByRole('list', { name: 'How many each rule leaves' }).getByRole('listitem')
  await expect(steps.last()).toContainText(String(dto.ranked))
  const rejected = page.getByRole('table', { name: /^Those that may not do it/ })
  await expect(rejected).toContainText('wanted 4,000,000 wei per pixel or less')
  await expect(rejected).toContainText('the ceiling rose to')

  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(page.url())
  await expect(ranking(other)).toHaveCount(dto.ranking.length)
  await expect(form(other).getByLabel('Price ceiling per unit')).toHaveValue('4000000')
  await elsewhere.close()
})

test('a price war changes who gets the job', async ({ page, world }) => {
  const address = '/select?pipeline=text-to-image&strategy=cheapest&seed=war'
  await page.goto(address)
  const before = await asked(page, { pipeline: 'text-to-image', strategy: 'cheapest', seed: 'war' })
  const loser = before.ranking.findLast(({ tier, wei_per_unit }) => tier === 0 && wei_per_unit !== null)
  const name = new URL(loser?.node_uri ?? '').hostname.replace('.localhost', '')
  await expect(ranking(page).first()).not.toContainText(name)
  await world.devnet
    .orchestrator(name)
    .change({ models: [{ pipeline: 'text-to-image', model: loser?.model ?? '', price: '1' }] })
  await expect
    .poll(
      async () => {
        await page.goto(address)
        return ranking(page).first().textContent()
      },
      { timeout: 30_000 },
    )
    .toContain(name)
  await expect(title(page)).toContainText(name)
})

test('with nobody left it says so, and by which rule', async ({ page }) => {
  await page.goto('/select?pipeline=text-to-image&gpu=Abacus+1')
  await expect(title(page)).toHaveText('Nobody would get this job')
  await expect(page.getByRole('heading', { name: 'Nobody may do it' })).toBeVisible()
  await expect(page.getByText(/→ 0 on Abacus 1\.$/)).toBeVisible()
})

test('what cannot be read is refused with its name', async ({ page }) => {
  await page.goto('/select?pipeline=text-to-image&max_price=much')
  await expect(page.getByText('This cannot be asked')).toBeVisible()
  await expect(page.getByText(/max_price is "much"/)).toBeVisible()
  await page.goto('/select?pipeline=text-to-image&min_reliability=high')
  await expect(page.getByText(/min_reliability is not a number/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, viewport] of Object.entries({
    desktop: { width: 1440, height: 900 },
    narrow: { width: 320, height: 640 },
  }))
    test(`axe finds nothing in a choice, and nothing reaches beyond the screen, ${colorScheme}, ${size}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      await page.goto('/select?pipeline=text-to-image&max_price=2000000')
      await expect(ranking(page).first()).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over).toBe(0)
    })
