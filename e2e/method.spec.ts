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

const SECTIONS = [
  ['/', 'coverage', 'latency', 'probe'],
  ['/models/black-forest-labs/FLUX.1-dev', 'price', 'latency'],
  [
    '/orchestrators/0x45388115f5f276020A9d551bc478A6f7712ab620',
    'availability',
    'latency',
    'price',
    'coverage',
  ],
  ['/gpus', 'coverage'],
  ['/gpus/RTX%204090', 'coverage', 'price'],
  ['/latency', 'latency', 'regions'],
  ['/reliability', 'reliability'],
] as const

test('pages lead from their numbers to how those are made', async ({ page }) => {
  await page.goto('/method')
  const parts = await page.locator('main [id]').evaluateAll((all) => all.map(({ id }) => id))
  for (const [path, ...wanted] of SECTIONS) {
    await page.goto(path)
    const links = page.locator('main a[href^="/method#"]').filter({ hasText: 'How it is made' })
    await expect(links.first()).toBeVisible()
    const anchors = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(anchors, path).toEqual(expect.arrayContaining(wanted.map((part) => `/method#${part}`)))
    for (const anchor of anchors) expect(parts).toContain(anchor?.split('#')[1])
  }
})
