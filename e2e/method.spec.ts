import { expect, test } from './support/fixtures'

test('every number’s definition has an anchor, and the tables are the code’s own', async ({ page }) => {
  await page.goto('/method')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How each number is made')
  const links = page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link')
  for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))))
    await expect(page.locator(href ?? 'nowhere')).toHaveCount(1)
  await page.goto('/method#implausible')
  await expect(page.locator('#implausible')).toContainText('would cost 1 ETH or more')
  await expect(page.getByRole('table', { name: 'What prices are for' })).toContainText('1,048,576')
  await expect(page.getByRole('table', { name: 'Outcomes of a probe' })).toContainText('reserve-needed')
})
