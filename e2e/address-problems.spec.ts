import { expect, test } from './support/fixtures'

const ORCHESTRATOR = '/orchestrators/0x45388115f5f276020A9d551bc478A6f7712ab620'
const PATHS = [
  '/prices',
  '/latency',
  '/gpus',
  '/gpus/RTX%204090',
  '/models/black-forest-labs/FLUX.1-dev',
  ORCHESTRATOR,
]

for (const path of PATHS)
  test(`${path}: a span of time that nobody knows is said to be left out, and can be removed`, async ({
    page,
  }) => {
    await page.goto(`${path}?model=black-forest-labs%2FFLUX.1-dev&window=zz`, {
      waitUntil: 'networkidle',
    })
    const main = page.getByRole('main')
    await expect(main).toContainText('Part of the address cannot be read and was left out')
    await expect(main).toContainText('window "zz" is not one of 24h, 7d, 30d')
    await expect(page.getByRole('button', { name: '7 days', pressed: true })).toHaveCount(1)
    await page.getByRole('link', { name: 'Remove it from the address' }).click()
    await expect(page).not.toHaveURL(/window/)
    if (path === '/prices') await expect(page).toHaveURL(/\?model=black-forest-labs/)
    await expect(main).not.toContainText('window "zz"')
    await page.getByRole('button', { name: '24 hours' }).click()
    await expect(page).toHaveURL(/window=24h/)
    await expect(main).not.toContainText('window "')
  })
