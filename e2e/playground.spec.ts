import type { Page } from '@playwright/test'
import { selectionDto } from '@/lib/api/contract/selection'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'
import { makeKey } from './support/make-key'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const form = (page: Page) => page.getByRole('form', { name: 'The job' })
const run = (page: Page) => form(page).getByRole('button', { name: 'Run', exact: true })
const outcome = (page: Page) => page.getByRole('heading', { level: 2, name: /did it in|broke off|Stopped/ })
const attempts = (page: Page) =>
  page
    .getByRole('table', { name: 'Attempts, in order' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})
test.afterAll(({ world }) => world.devnet.reset())

async function useOperatorKey(page: Page): Promise<void> {
  await page.getByLabel('Operator key').fill(OPERATOR_KEY)
  await page.getByRole('button', { name: 'Use this key' }).click()
}

test('a visitor asks who would get a job, runs it, sees the image, and opens the record with its attempts', async ({
  page,
}) => {
  const { secret, id } = await makeKey(page.request, 'journey')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click()
  await expect(title(page)).toHaveText('Playground')
  await form(page).getByLabel('Pipeline').selectOption('text-to-image')
  await form(page).getByLabel('Strategy').selectOption('Cheapest')
  await form(page).getByLabel('Prompt', { exact: true }).fill('a lighthouse in a storm')
  await form(page).getByText('What may be left out').click()
  await form(page).getByLabel('Width').fill('64')
  await form(page).getByLabel('Height').fill('64')
  await form(page).getByLabel('API key').fill(secret)
  await expect(page).toHaveURL(/\/playground\?pipeline=text-to-image&strategy=cheapest$/)
  await expect(page.getByText('Nothing was sent yet.')).toBeVisible()

  await form(page).getByRole('button', { name: 'Dry run' }).click()
  const dryRun = page.getByRole('region', { name: 'Dry run' })
  await expect(dryRun.getByText('would get this job; nothing was sent')).toBeVisible()
  await expect(dryRun.getByRole('list', { name: 'How many each rule leaves' })).toBeVisible()
  await expect(dryRun.getByRole('table', { name: /^Those that may not do it/ })).toBeVisible()

  await run(page).click()
  await expect(outcome(page)).toContainText('did it in')
  const image = page.getByRole('img', { name: 'Result 1 of 1' })
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(64)
  await expect(page.getByText('This server took')).toBeVisible()

  await useOperatorKey(page)
  await expect(attempts(page)).toHaveCount(1)
  await expect(attempts(page).first()).toContainText('Did it')
  await page.getByRole('link', { name: 'The whole record' }).click()
  await expect(page).toHaveURL(/\/requests\/[^/?]+$/)
  await expect(title(page)).toContainText('was served in')
  await expect(attempts(page)).toHaveCount(1)
  await expect(page.getByRole('heading', { name: /^1 attempt in/ })).toBeVisible()
  await expect(page.getByRole('list', { name: 'How many each rule leaves' })).toBeVisible()
  await expect(page.getByRole('link', { name: id })).toBeVisible()

  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  for (const key of [secret, OPERATOR_KEY]) {
    expect(stored).not.toContain(key)
    expect(page.url()).not.toContain(encodeURIComponent(key))
  }
})

test('a link fills in the choice, and runs nothing', async ({ page }) => {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  await page.goto('/playground?pipeline=llm&strategy=fastest&max_price=3000000')
  await expect(form(page).getByLabel('Pipeline')).toHaveValue('llm')
  await expect(form(page).getByLabel('Strategy')).toHaveValue('fastest')
  await expect(form(page).getByLabel('Price ceiling per unit')).toHaveValue('3000000')
  await expect(form(page).getByLabel('Model').getByRole('option')).not.toHaveCount(1)
  expect(sent).toEqual([])
})

test('a language model is read word by word, and can be stopped', async ({ page, world }) => {
  for (const orchestrator of world.devnet.orchestrators) await orchestrator.change({ jobMs: 40_000 })
  const { secret } = await makeKey(page.request, 'words')
  await page.goto('/playground?pipeline=llm')
  await form(page).getByLabel('Prompt', { exact: true }).fill('Why is the sky blue?')
  await form(page).getByLabel('API key').fill(secret)
  await run(page).click()
  const words = page.getByRole('region', { name: 'Words' })
  await expect(words).toContainText(/\w+ \w+/)
  await form(page).getByRole('button', { name: 'Stop' }).click()
  await expect(outcome(page)).toHaveText('Stopped')
  await expect(page.getByText('You stopped it here.')).toBeVisible()
  await expect(words).toContainText(/\w+ \w+/)
  await useOperatorKey(page)
  await expect(attempts(page)).toHaveCount(1)
  await world.devnet.reset()
})

test('where the first orchestrator fails, both attempts are shown with what became of them', async ({
  page,
  world,
}) => {
  const job = { pipeline: 'text-to-image', strategy: 'cheapest' }
  const choice = async () =>
    selectionDto.parse(await (await page.request.post('/api/v1/select', { data: job })).json())
  const dearest = async () =>
    (await choice()).ranking.findLast(({ tier, wei_per_unit }) => tier === 0 && wei_per_unit !== null)
  await expect.poll(dearest).toBeDefined()
  const loser = await dearest()
  const uri = loser?.node_uri ?? ''
  const name = new URL(uri).hostname.replace('.localhost', '')
  await world.devnet.orchestrator(name).change({
    models: [{ pipeline: 'text-to-image', model: loser?.model ?? '', price: '1' }],
    jobFault: { kind: 'status', status: 502 },
  })
  await expect.poll(async () => (await choice()).chosen?.node_uri, { timeout: 30_000 }).toBe(uri)
  const { secret } = await makeKey(page.request, 'fallback')
  await page.goto('/playground?pipeline=text-to-image&strategy=cheapest')
  await form(page).getByLabel('Prompt', { exact: true }).fill('a lighthouse')
  await form(page).getByLabel('API key').fill(secret)
  await run(page).click()
  await expect(outcome(page)).toContainText('after 2 attempts')
  await useOperatorKey(page)
  await expect(attempts(page)).toHaveCount(2)
  await expect(attempts(page).first()).toContainText(name)
  await expect(attempts(page).first()).toContainText('Its own error')
  await expect(attempts(page).last()).toContainText('Did it')
  await world.devnet.reset()
})

test('an image goes in by a form, and words come out', async ({ page }) => {
  const { secret } = await makeKey(page.request, 'upload')
  await page.goto('/playground?pipeline=image-to-text')
  await form(page)
    .getByLabel('Image', { exact: true })
    .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') })
  await form(page).getByLabel('API key').fill(secret)
  await run(page).click()
  await expect(outcome(page)).toContainText('did it in')
  await expect(page.getByRole('region', { name: 'Words' })).toContainText(/\w+/)
})

test('what is refused says why, and what to do', async ({ page }) => {
  await page.goto('/playground?pipeline=text-to-image&max_price=0.000000000000000001')
  await form(page).getByLabel('Prompt', { exact: true }).fill('a lighthouse')
  await run(page).click()
  const problem = page.getByRole('region', { name: 'Problem' })
  await expect(page.getByRole('heading', { name: 'API key needed' })).toBeVisible()
  await expect(problem).toContainText('Fill in an API key')
  const { secret } = await makeKey(page.request, 'refused')
  await form(page).getByLabel('API key').fill(secret)
  await run(page).click()
  await expect(problem).toContainText('A dry run shows which rule left nobody')
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 320, height: 640 },
    ]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(viewport)
      expect(await axeFindings(page)).toEqual([])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over).toBe(0)
    }
})

/** One pixel. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
