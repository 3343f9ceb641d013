import { reliabilityMethodDto } from '@/lib/api/contract/reliability'
import { expect, test } from './support/fixtures'

test('the method is told in the numbers that make the score, what is not known included', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Reliability' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How reliability is scored')
  const method = reliabilityMethodDto.parse(await (await page.request.get('/api/v1/reliability')).json())
  const rows = page
    .getByRole('table', { name: 'Parts of the score with their weights' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
  await expect(rows).toHaveCount(method.parts.length)
  for (const [at, { part, weight, needs }] of method.parts.entries()) {
    await expect(rows.nth(at)).toContainText(part)
    await expect(rows.nth(at)).toContainText(String(weight))
    await expect(rows.nth(at)).toContainText(needs === 'jobs' ? 'Not yet' : 'From probes')
  }
  await expect(page.getByText(`Below ${method.min_samples} samples a part says nothing`)).toBeVisible()
  await expect(page.getByRole('heading', { name: '35 of 100 is not known yet' })).toBeVisible()
})
