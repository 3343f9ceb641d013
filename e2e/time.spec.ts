import type { Page } from '@playwright/test'
import { axeFindings, expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const picker = (page: Page) => page.locator('summary').filter({ hasText: 'Shown as of' })
const form = (page: Page) => page.getByRole('form', { name: 'Moment that is shown' })
const banner = (page: Page) => page.getByRole('status').filter({ hasText: /^As of / })

test.use({ timezoneId: 'Asia/Kathmandu' })

/** The moment (ms) of a sweep that has ended; later ones follow every few seconds. */
async function endedSweep(page: Page): Promise<number> {
  const { sweeps } = await (await page.request.get('/api/v1/sweeps?limit=1')).json()
  return Date.parse(sweeps[0].as_of)
}

test('a moment in the address is shown, said, kept by links, and left again', async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
  const at = new Date(await endedSweep(page)).toISOString()
  await page.goto(`/?as_of=${at}`)
  await expect(banner(page)).toBeVisible()
  await expect(banner(page)).toContainText('(0 minutes ago)')
  await page.getByRole('link', { name: 'text-to-image' }).first().click()
  await expect(page).toHaveURL(/\/offerings\?pipeline=text-to-image&as_of=/)
  await expect(banner(page)).toBeVisible()
  await expect(page.getByRole('link', { name: 'the same rows as JSON' })).toHaveAttribute('href', /as_of=/)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Sources' }).click()
  await expect(page.getByText('This page shows now')).toBeVisible()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click()
  await expect(banner(page)).toBeVisible()
  await page.getByRole('link', { name: 'Back to now' }).click()
  await expect(page).toHaveURL(/\/$/)
  await expect(banner(page)).toBeHidden()
})

test('a preset and a moment in the time zone of the reader, chosen with the keyboard', async ({ page }) => {
  await page.goto('/offerings?state=warm')
  await picker(page).focus()
  await page.keyboard.press('Enter')
  await expect(form(page)).toBeVisible()
  await expect(form(page)).toContainText(/Kath?mandu/)
  await page.keyboard.press('Escape')
  await expect(form(page)).toBeHidden()
  await expect(picker(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await form(page).getByRole('button', { name: '1 hour' }).focus()
  await page.keyboard.press('Enter')
  // Nothing is that old here: the page says what is.
  await expect(page).toHaveURL(/state=warm&as_of=/)
  await expect(title(page)).toHaveText('That moment cannot be shown')
  await page.getByRole('link', { name: /^Show the oldest/ }).click()
  await expect(banner(page)).toBeVisible()

  await picker(page).click()
  await form(page).getByLabel('Or a moment').fill('2020-01-01T05:45')
  await form(page).getByRole('button', { name: 'Show that moment' }).click()
  await expect(page).toHaveURL(/as_of=2020-01-01T00%3A00%3A00\.000Z/)
})

test('nothing is asked again while the past is shown', async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
  const at = new Date(await endedSweep(page)).toISOString()
  const asked: string[] = []
  page.on('request', (request) => {
    if (/^\/api\/v1\/(offerings|nodes)/.test(new URL(request.url()).pathname)) asked.push(request.url())
  })
  await page.goto(`/offerings?as_of=${at}`)
  await expect(banner(page)).toBeVisible()
  const before = await endedSweep(page)
  // Two more sweeps end, at each of which a page that shows now asks for everything.
  await expect.poll(() => endedSweep(page), { timeout: 20_000 }).toBeGreaterThan(before + 4_000)
  // Further rows and what is drawn in them come after the page itself, of that moment, and once.
  expect(asked.filter((url) => !url.includes('as_of='))).toEqual([])
  expect(asked).toEqual([...new Set(asked)])
})

test('without scripts the control is a form that works', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/offerings?state=warm`)
  await picker(page).click()
  await expect(form(page)).toContainText('in UTC')
  await form(page).getByRole('button', { name: '24 hours' }).click()
  await expect(page).toHaveURL(/\/offerings\?state=warm&as_of=/)
  await expect(title(page)).toHaveText('That moment cannot be shown')
  await context.close()
})

test.describe('a moment that nobody can mean', () => {
  for (const [asOf, words] of [
    ['yesterday', 'is no moment'],
    ['2999-01-01', 'lies in the future'],
    ['2020-01-01&as_of=2021-01-01', 'more than once'],
  ])
    test(`${asOf} is refused in the words of the API`, async ({ page }) => {
      await page.goto(`/?as_of=${asOf}`)
      await expect(title(page)).toHaveText('That moment cannot be shown')
      await expect(page.getByRole('status').filter({ hasText: words ?? '' })).toBeVisible()
    })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the past and in the open control, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 390, height: 844 })
    const at = new Date(await endedSweep(page)).toISOString()
    await page.goto(`/?as_of=${at}`)
    await expect(banner(page)).toBeVisible()
    await picker(page).click()
    await expect(form(page)).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
  })

test('the open control stays within a screen of 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto('/offerings')
  // What the header says comes while the page is read, and moves the control under the pointer.
  await expect(async () => {
    if (!(await form(page).isVisible())) await picker(page).click()
    await expect(form(page)).toBeVisible({ timeout: 1_000 })
  }).toPass()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
