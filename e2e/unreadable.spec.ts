import { problemDto } from '@/lib/api/contract/problem'
import { expect, test } from './support/fixtures'

/** Each has a percent sign that begins no UTF-8. */
const PATHS = ['/models/%ff', '/gpus/%', '/orchestrators/%zz?window=24h', '/%E2%82']
const API_PATHS = ['/api/v1/models/%ff', '/api/%']

test('a path that cannot be decoded is refused in our words: a problem for programs, a sentence for people', async ({
  request,
  page,
}) => {
  for (const path of [...PATHS, ...API_PATHS])
    for (const method of ['GET', 'POST']) {
      const answer = await request.fetch(path, { method, headers: { accept: '*/*' } })
      expect(answer.status(), path).toBe(400)
      expect(answer.headers()['content-type']).toBe('application/problem+json')
      expect(problemDto.parse(await answer.json())).toMatchObject({
        type: '/problems#bad-request',
        status: 400,
      })
    }
  for (const path of PATHS) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(400)
    await expect(page.locator('body')).toContainText('cannot be read: a percent sign in it begins no UTF-8')
  }
  for (const path of API_PATHS)
    expect((await page.goto(path))?.headers()['content-type']).toBe('application/problem+json')
})

test('one that can be decoded is answered as ever, whatever its query says', async ({ page }) => {
  expect((await page.goto('/offerings?q=%ff'))?.status()).toBe(200)
  expect((await page.goto('/models/black-forest-labs%2FFLUX.1-dev'))?.status()).toBe(200)
})
