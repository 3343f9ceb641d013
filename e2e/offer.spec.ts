import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { gatewayOfferingsDto } from '@/lib/api/contract/gateway'
import { expect, OPERATOR_KEY, test } from './support/fixtures'
import { startApp } from './support/start-app'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const MODEL = 'black-forest-labs/FLUX.1-dev'

const PRICING = `{
  "prices": {
    "text-to-image": {
      "${MODEL}": { "usd": "0.02", "per": "image" },
      "no/such-model": { "usd": "0.01", "per": "image" }
    },
    "llm": { "usd": "0.000000000001", "per": "million-tokens" }
  }
}
`

test('without prices nothing is offered, and the page says how to come by some', async ({ page }) => {
  await page.goto('/offer')
  await expect(title(page)).toHaveText('This gateway has set no prices, and offers nothing')
  await expect(page.getByRole('region', { name: 'Example of a file of prices' })).toContainText(
    'markup_percent',
  )
  await expect(page.getByText('PRICING_FILE')).toBeVisible()
})

test('with a file of prices offers are public, and margins, misspelt rules and mistakes are the operator’s', async ({
  page,
  world,
}) => {
  test.slow()
  const folder = mkdtempSync(join(tmpdir(), 'offerings-pricing-'))
  const file = join(folder, 'pricing.json')
  writeFileSync(file, PRICING)
  const app = await startApp({
    env: {
      ORCH_ADDRS: world.devnet.serviceUris().join(','),
      SWEEP_INTERVAL_MS: '3000',
      OPERATOR_KEY,
      ETH_USD: '2500',
      PRICING_FILE: file,
    },
  })
  try {
    await page.goto(`${app.url}/offer`)
    await expect(title(page)).toContainText(/^This gateway offers \d+ models/)
    const document = gatewayOfferingsDto.parse(
      await (await page.request.get(`${app.url}/.well-known/livepeer-gateway.json`)).json(),
    )
    const offers = page.getByRole('table', { name: 'What this gateway offers to its clients' })
    await expect(offers.getByRole('rowheader')).toHaveCount(document.count)
    const flux = offers.getByRole('row').filter({ hasText: MODEL })
    await expect(flux).toContainText('0.02')
    await expect(flux).toContainText('per 1024×1024 image')
    await expect(page.getByText('below cost')).toHaveCount(0)

    await page.getByLabel('Operator key').fill(OPERATOR_KEY)
    await page.getByRole('button', { name: 'Use this key' }).click()
    await expect(page.getByRole('heading', { name: /sold below cost$/ })).toBeVisible()
    const margins = page.getByRole('table', { name: 'Cost, price and margin of each model' })
    await expect(margins.getByRole('row').filter({ hasText: MODEL })).toContainText('line 4')
    await expect(margins.getByText('below cost').first()).toBeVisible()
    await expect(page.getByText('prices.text-to-image.no/such-model')).toBeVisible()
    await expect(page.getByRole('heading', { name: /could be bought and are not offered$/ })).toBeVisible()

    writeFileSync(file, PRICING.replace('"per": "million-tokens"', '"per": "picture"'))
    await expect(page.getByText('line 7 (prices.llm): "per" is "picture"')).toBeVisible({ timeout: 60_000 })
    await expect(offers.getByRole('rowheader')).toHaveCount(document.count)
  } finally {
    await app.stop()
    rmSync(folder, { recursive: true })
  }
})
