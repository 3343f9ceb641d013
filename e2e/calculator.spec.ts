import type { Page } from '@playwright/test'
import { estimateDto } from '@/lib/api/contract/estimate'
import { expect, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const table = (page: Page) => page.getByRole('table', { name: /^What the work costs/ })
const MODEL = 'black-forest-labs/FLUX.1-dev'

test.beforeEach(async ({ page }) => {
  test.slow()
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('ten thousand images cost what the API says, and what one reckons by hand, also after the price changes', async ({
  page,
  world,
}) => {
  const question = new URLSearchParams({
    pipeline: 'text-to-image',
    model: MODEL,
    jobs: '10000',
    width: '1024',
    height: '1024',
  })
  const ask = async () =>
    estimateDto.parse(await (await page.request.get(`/api/v1/estimate?${question}`)).json())
  const before = await ask()
  const [first] = before.estimates
  const node = world.devnet.orchestrators.find(({ uri }) => uri === first?.node_uri)
  if (!node || !first?.wei_per_unit) throw new Error('nobody sells the model')
  await page.goto(`/calculator?${question}`)
  await expect(title(page)).toContainText('10,000 images of 1024 × 1024 cost $')
  await expect(table(page).getByRole('rowheader')).toHaveCount(before.count)

  const change = (price: string) =>
    node.change({ models: [{ pipeline: 'text-to-image', model: MODEL, price }] })
  await change('17')
  try {
    const cheapest = table(page).getByRole('row').nth(1)
    await expect(cheapest).toContainText(new URL(node.uri).host)
    // 10,000 × 1,048,576 pixels at 17 wei: 178,257,920,000 wei, at 2,500 dollars for one ETH.
    const cell = (value: string) => cheapest.locator(`data[value="${value}"]`)
    await expect(cell('0.00000017825792')).toBeVisible()
    await expect(cell('0.0004456448')).toBeVisible()
    await expect(cell('10485760000')).toBeVisible()
    const [now] = (await ask()).estimates
    expect(now?.readings).toEqual([
      { units: '10485760000', wei: '178257920000', eth: '0.00000017825792', usd: '0.0004456448' },
    ])
  } finally {
    await change(first.wei_per_unit)
  }
})

test('whoever fills the form has the question in the address, and a stranger the same answer', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/prices')
  await page.getByRole('link', { name: 'Calculator', exact: true }).last().click()
  await expect(title(page)).toContainText('10,000 images of 1024 × 1024')
  await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('live-video-to-video')
  await page.getByRole('textbox', { name: 'How many' }).fill('1')
  await page.getByRole('textbox', { name: 'Seconds' }).fill('10800')
  await expect(page).toHaveURL(/seconds=10800/)
  await expect(title(page)).toContainText('3\u00a0h of live-video-to-video cost $')
  const [seen = ''] = await title(page).allInnerTexts()
  const stranger = await browser.newContext({ javaScriptEnabled: false })
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect(title(theirs)).toHaveText(seen)
  await stranger.close()
})

test('what cannot be reckoned says what would be right, and who has no price says why', async ({ page }) => {
  await page.goto('/calculator?pipeline=llm&tokens=many')
  await expect(page.getByText('"many" is not a whole number')).toBeVisible()
  await page.goto('/calculator?pipeline=transcoding&seconds=60')
  const rejections = page.getByRole('region', { name: /nobody can tell$/ })
  await expect(rejections.getByText('No price', { exact: true }).first()).toBeVisible()
})
