import type { Page } from '@playwright/test'
import { axeFindings, contrastFindings, expect, test } from './support/fixtures'
import { PAGES } from './support/pages'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }

for (const { name, path } of PAGES)
  test(`axe finds nothing in ${name} in either theme, and nothing reaches beyond the screen`, async ({
    page,
  }) => {
    test.slow()
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize(DESKTOP)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectToFit(page, DESKTOP)
    expect(await axeFindings(page), 'light, desktop').toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await contrastFindings(page), 'dark, desktop').toEqual([])

    await page.setViewportSize(PHONE)
    await expectToFit(page, PHONE)
    // From the start, so that nothing on the page is what another size left behind.
    await page.setViewportSize(NARROW)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectToFit(page, NARROW)
    expect(await axeFindings(page), 'dark, narrow').toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await contrastFindings(page), 'light, narrow').toEqual([])
  })

/** What a wider page pushes beyond the screen can only be scrolled to sideways. */
async function expectToFit(page: Page, { width }: { width: number }): Promise<void> {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(overflow, { message: `at a width of ${width}` }).toBeLessThanOrEqual(0)
}

test('filters can be reached and used without a mouse', async ({ page }) => {
  await page.goto('/offerings')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()
  await page.keyboard.press('Enter')
  const first = page.getByRole('search', { name: 'Filters' }).getByRole('checkbox').first()
  for (
    let presses = 0;
    presses < 40 && !(await first.evaluate((box) => box === document.activeElement));
    presses++
  )
    await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  await page.keyboard.press('Space')
  await expect(first).toBeChecked()
  await expect(page).toHaveURL(/pipeline=/)
})
