import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/fixtures'
import { makeKey } from './support/make-key'

/** Tab by tab to a control, as somebody without a mouse gets there. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    if ((await control.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the Tab key does not lead there')
}

test('without a mouse: filter, a row, two fleets beside each other, a job by hand', async ({ page }) => {
  test.slow()
  const { secret } = await makeKey(page.request, 'without a mouse')
  await page.goto('/offerings')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()
  await page.keyboard.press('Enter')
  const filters = page.getByRole('search', { name: 'Filters' })
  const warm = filters.getByRole('checkbox', { name: /^Warm/ })
  await tabTo(page, warm)
  await page.keyboard.press('Space')
  await expect(warm).toBeChecked()
  await expect(page).toHaveURL(/state=warm/)

  // Into the rows, and two of different orchestrators put aside.
  const table = page.getByRole('table', { name: /^Offerings\./ })
  const tray = page.getByRole('region', { name: 'Comparison' })
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(tray).toContainText('1 orchestrator to compare')
  for (let row = 0; row < 30 && !(await tray.textContent())?.includes('2 orchestrators'); row++) {
    await page.keyboard.press('j')
    const toggle = table
      .getByRole('row')
      .filter({ has: page.locator(':focus') })
      .getByRole('button', { name: /^Compare/ })
    if ((await toggle.getAttribute('aria-pressed')) === 'false') await page.keyboard.press('x')
  }
  await expect(tray).toContainText('2 orchestrators to compare')
  await page.keyboard.press('Escape')
  await tabTo(page, tray.getByRole('link', { name: 'Compare' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/compare\?orchestrators=0x/)
  await expect(page.getByRole('table', { name: /^Fleets in columns/ }).getByRole('columnheader')).toHaveCount(
    3,
  )

  // And on to a dry run.
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await expect(async () => {
    if (await palette.isHidden()) await page.keyboard.press('Control+k')
    await expect(palette).toBeVisible({ timeout: 3_000 })
  }).toPass()
  await palette.getByRole('combobox').fill('playground')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/playground/)
  const form = page.getByRole('form', { name: 'The job' })
  const choice = form.getByLabel('Pipeline')
  await tabTo(page, choice)
  await page.keyboard.type('text-to-image')
  await expect(choice).toHaveValue('text-to-image')
  await tabTo(page, form.getByLabel('Prompt', { exact: true }))
  await page.keyboard.type('a lighthouse')
  await tabTo(page, form.getByLabel('API key'))
  await page.keyboard.type(secret)
  await tabTo(page, form.getByRole('button', { name: 'Dry run' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Dry run' })).toContainText(
    'would get this job; nothing was sent',
  )
})
