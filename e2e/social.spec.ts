import { imageSize } from 'image-size'
import { expect, test } from './support/fixtures'

test('a link to a page is shown elsewhere with its title and a picture of its figures', async ({
  page,
  baseURL,
}) => {
  for (const [path, title] of [
    ['/', 'Overview'],
    ['/models/openai/whisper-large-v3', 'openai/whisper-large-v3'],
    ['/orchestrators/0x45388115f5f276020A9d551bc478A6f7712ab620', 'Orchestrator 0x4538…2ab620'],
  ]) {
    await page.goto(path ?? '/')
    await expect(page).toHaveTitle(`${title} · Livepeer Offerings`)
    const image = await page.locator('meta[property="og:image"]').getAttribute('content')
    expect(image).toContain(`${baseURL}/social/`)
    const response = await page.request.get(image ?? '')
    expect(response.headers()['content-type']).toBe('image/png')
    expect(imageSize(await response.body())).toMatchObject({ width: 1_200, height: 630, type: 'png' })
  }
})

test('what there is no page for has no picture', async ({ page }) => {
  for (const path of [
    '/social/nothing',
    '/social/models/no-such-model',
    '/social/overview/more',
    '/social/models/%FF',
  ])
    expect((await page.request.get(path)).status(), path).not.toBe(200)
})
