import { axeFindings, expect, test } from './support/fixtures'
import { PAGES } from './support/pages'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const THEMES = ['light', 'dark'] as const

for (const { name, path } of PAGES)
  for (const colorScheme of THEMES)
    test(`axe finds nothing in ${name}, ${colorScheme}, and nothing reaches beyond the screen`, async ({
      page,
    }) => {
      test.slow()
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const size of [DESKTOP, PHONE, NARROW]) {
        await page.setViewportSize(size)
        // From the start at each size, so that nothing on the page is what another size left behind.
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, `at a width of ${size.width}`).toBeLessThanOrEqual(0)
        if (size !== PHONE) expect(await axeFindings(page), `at a width of ${size.width}`).toEqual([])
      }
    })

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
