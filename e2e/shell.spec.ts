import type { Page } from '@playwright/test'
import { axeFindings, expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' })
const field = (page: Page) => palette(page).getByRole('combobox')

/** A page that listens to keys. */
async function opened(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(title(page)).toBeVisible()
  await openPalette(page)
  await page.keyboard.press('Escape')
  await expect(palette(page)).toHaveCount(0)
}

/** A key that comes while the page comes alive, or goes to another one, may be lost. */
async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    if (await palette(page).isHidden()) await page.keyboard.press('Control+k')
    await expect(palette(page)).toBeVisible({ timeout: 3_000 })
  }).toPass()
}

test('the palette leads to a page, a model and an orchestrator by keyboard alone', async ({ page }) => {
  await opened(page, '/')
  await openPalette(page)
  await field(page).fill('stat')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/status$/)

  await openPalette(page)
  await field(page).fill('whisper')
  await expect(palette(page).getByRole('option', { name: /openai\/whisper-large-v3/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/models\/openai\/whisper-large-v3/)

  await openPalette(page)
  await field(page).fill('0x45388115f5f2')
  await expect(palette(page).getByRole('option', { name: /0x45388115f5f2/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/orchestrators\/0x45388115f5f2/)

  await openPalette(page)
  await field(page).fill('zzzz"')
  await expect(palette(page)).toContainText('Nothing is called that.')
  await page.keyboard.press('Escape')
  await expect(palette(page)).toHaveCount(0)
})

test('a past that is looked at is kept on the way, and the palette leads back to now', async ({ page }) => {
  const { snapshot } = await (await page.request.get('/api/v1/status')).json()
  await opened(page, `/?as_of=${snapshot.as_of}`)
  await openPalette(page)
  await field(page).fill('models')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/models\?as_of=/)
  await openPalette(page)
  await field(page).fill('this page now')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/models$/)
})

test('keys lead to pages, are listed, and can be switched off', async ({ page }) => {
  await opened(page, '/')
  // The second key has a second and a half, which a machine that draws a new sweep meanwhile may need for itself.
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await expect(page).toHaveURL(/\/models$/, { timeout: 3_000 })
  }).toPass()
  await expect(title(page)).toContainText('models')
  // In a field letters are letters.
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
  await page.keyboard.type('go')
  await expect(page).toHaveURL(/\/models\?q=go/)
  await page.getByRole('searchbox', { name: 'Search' }).blur()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Go to a page')
  await sheet.getByLabel(/^Keys without/).uncheck()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.keyboard.press('?')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page).toHaveURL(/\/models/)
  await expect(sheet).toHaveCount(0)
  // The way back is a button, too.
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await sheet.getByLabel(/^Keys without/).check()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the palette and in the list of keys, ${colorScheme}`, async ({ page }) => {
    test.slow()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await opened(page, '/problems')
    await openPalette(page)
    await field(page).fill('flux')
    await expect(palette(page).getByRole('option').first()).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(palette(page)).toHaveCount(0)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
  })

test('a server that is gone is said, and its return ends that', async ({ page }) => {
  await opened(page, '/')
  const gone = page.getByText('This server does not answer')
  await page.route('**/api/v1/status', (route) => route.abort())
  await expect(gone).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Not connected')
  await expect(page.getByRole('banner')).not.toContainText('Asking')
  await page.unroute('**/api/v1/status')
  await expect(gone).toHaveCount(0)
})

test('the focus is back where it was when the palette closes', async ({ page }) => {
  await opened(page, '/')
  const button = page.getByRole('button', { name: 'Search everything' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('folded navigation keeps its names, and stays folded', async ({ page }) => {
  await opened(page, '/')
  await page.getByRole('button', { name: 'Show icons alone' }).click()
  const models = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Models' })
  expect((await models.boundingBox())?.width).toBeLessThan(48)
  await page.reload()
  expect((await models.boundingBox())?.width).toBeLessThan(48)
  await page.getByRole('button', { name: 'Show the names of pages' }).click()
  expect((await models.boundingBox())?.width).toBeGreaterThan(100)
})

test('on a phone the pages are behind a menu, with and without scripts', async ({ browser, baseURL }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(`${baseURL}/`)
    await page.getByText('Menu', { exact: true }).click()
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Sources' }).click()
    await expect(page).toHaveURL(/\/sources$/)
    await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0)
    await context.close()
  }
})

test('what comes and goes in the header moves nothing', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto('/')
  await expect(title(page)).toBeVisible()
  const places = new Set<number>()
  // Several sweeps begin and end.
  await expect(async () => {
    places.add((await title(page).boundingBox())?.y ?? 0)
    const { snapshot } = await (await page.request.get('/api/v1/status')).json()
    expect(snapshot.id).toBeGreaterThan(3)
  }).toPass({ intervals: [200] })
  expect(places.size).toBe(1)
})
