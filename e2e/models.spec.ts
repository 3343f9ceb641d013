import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { historyDto } from '@/lib/api/contract/history'
import { modelsDto } from '@/lib/api/contract/roll-up-list'
import { modelDetailDto } from '@/lib/api/contract/single'
import { expect, OPERATOR_KEY, test } from './support/fixtures'
import { momentWithHistory, numbersNobodyTold } from './support/told-by'

const MODEL = 'black-forest-labs/FLUX.1-dev'
const PAGE = `/models/${MODEL}`
const API = `/api/v1/models/${encodeURIComponent(MODEL)}`

const table = (page: Page) => page.getByRole('table', { name: /^Models\./ })
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const names = (page: Page) => rows(page).getByRole('rowheader').allInnerTexts()
const title = (page: Page) => page.getByRole('heading', { level: 1 })

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('a visitor finds a model by search, filter and order, and a stranger with the link sees the same', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Models' }).click()
  const all = modelsDto.parse(await (await page.request.get('/api/v1/models?limit=10000')).json())
  await expect(title(page)).toHaveText(`${all.count} of ${all.total} models`)
  await expect(rows(page)).toHaveCount(all.count)

  await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('text-to-image')
  await expect(page).toHaveURL(/pipeline=text-to-image/)
  const some = modelsDto.parse(await (await page.request.get('/api/v1/models?pipeline=text-to-image')).json())
  await expect(rows(page)).toHaveCount(some.count)

  const header = table(page).getByRole('columnheader', { name: 'Lowest price' })
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await expect(page).toHaveURL(/sort=floor/)
  const cheapestFirst = await names(page)
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(() => names(page)).not.toEqual(cheapestFirst)
  const seen = await names(page)

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect.poll(() => names(theirs)).toEqual(seen)
  await stranger.close()

  await page.getByRole('searchbox', { name: 'Search' }).fill('flux')
  await expect(page).toHaveURL(/q=flux/)
  // The same model may be offered by a pipeline of the protocol and as an own capability.
  await expect(rows(page).filter({ hasNotText: /flux/i })).toHaveCount(0)
  await page.getByRole('link', { name: MODEL }).first().click()
  await expect(page).toHaveURL(new RegExp(`${PAGE}$`))
  await expect(title(page)).toContainText('FLUX.1-dev')
})

test('a search that finds nothing says which part of it hides most, and the way out', async ({ page }) => {
  await page.goto('/models?q=no-such-model&pipeline=llm')
  await expect(title(page)).toContainText(/^0 of/)
  await page.getByRole('button', { name: 'Drop the search' }).click()
  await expect(rows(page)).not.toHaveCount(0)
  await expect(page).toHaveURL(/\/models\?pipeline=llm$/)
})

test('what of the address cannot be read is said, and nothing breaks', async ({ page }) => {
  await page.goto('/models?sort=colour')
  await expect(page.getByText('"colour" is not one of model')).toBeVisible()
  await expect(rows(page)).not.toHaveCount(0)
})

test('rows are in the page before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/models?pipeline=llm`)
  await expect(rows(page)).not.toHaveCount(0)
  await page.goto(`${baseURL}${PAGE}`)
  await expect(page.getByRole('table', { name: /^Who has it/ }).getByRole('rowheader')).not.toHaveCount(0)
  await context.close()
})

test('every number on the page of a model is in an answer of the API as of the same moment', async ({
  page,
}) => {
  const asOf = await momentWithHistory(page, API)
  const read = async (path: string) =>
    (await page.request.get(`${path}${path.includes('?') ? '&' : '?'}as_of=${asOf}`)).json()
  const model = modelDetailDto.parse(await read(API))
  const histories = await Promise.all(
    ['price', 'latency'].map(async (metric) =>
      historyDto.parse(await read(`${API}/history?metric=${metric}&window=7d&step=2h`)),
    ),
  )
  await page.goto(`${PAGE}?as_of=${asOf}`)
  await expect(page.getByText('The same numbers as a table').first()).toBeVisible()
  for (const details of await page.getByText('The same numbers as a table').all()) await details.click()
  const told = [model, ...histories]
  expect(model.offerings.length).toBeGreaterThan(1)
  expect(
    await numbersNobodyTold(page, told, {
      words: [
        'The last 7 days',
        'the last 7 days',
        'p50',
        'p95',
        'fewer than 20 answers',
        'It needs 20 answers',
      ],
      // As of when, and how long ago that is.
      except: ['[role=status]'],
    }),
  ).toEqual([])
})

test('a price that an orchestrator changes is on the page with the next sweep', async ({ page, world }) => {
  const { offerings } = modelDetailDto.parse(await (await page.request.get(API)).json())
  const [offering] = offerings
  const node = world.devnet.orchestrators.find(({ uri }) => uri === offering?.node_uri)
  if (!node || !offering?.price) throw new Error('nobody offers the model')
  await page.goto(PAGE)
  const row = page
    .getByRole('table', { name: /^Who has it/ })
    .getByRole('row', { name: new URL(node.uri).host })
  await expect(row).toBeVisible()
  const change = (price: string) =>
    node.change({ models: [{ pipeline: 'text-to-image', model: MODEL, price }] })
  await change('7654321')
  try {
    await expect(row).toContainText('7,654,321')
  } finally {
    await change(offering.price.wei_per_unit)
  }
  await expect(row).not.toContainText('7,654,321')
})

test('a model that nobody offers leads to those that are called alike', async ({ page }) => {
  const response = await page.goto('/models/black-forest-labs/FLUX-1-dev')
  expect(response?.status()).toBe(404)
  await expect(title(page)).toHaveText('Nobody offers black-forest-labs/FLUX-1-dev')
  await page.getByRole('link', { name: MODEL }).click()
  await expect(title(page)).toContainText('FLUX.1-dev')
})

test('a name that only one model has leads to its page', async ({ page }) => {
  await page.goto('/models/flux.1-dev?window=24h')
  await expect(page).toHaveURL(new RegExp(`${PAGE}\\?window=24h$`))
  await expect(page.getByRole('button', { name: '24 hours' })).toHaveAttribute('aria-pressed', 'true')
})

test('the programs that the page shows do the job on this very server', async ({
  page,
  request,
  baseURL,
}) => {
  test.slow()
  const made = await request.post('/api/v1/keys', {
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    data: { name: 'programs of a page' },
  })
  const { secret } = await made.json()
  expect(secret).toMatch(/^lpo_/)
  const folder = join('.cache', 'e2e-programs')
  mkdirSync(folder, { recursive: true })
  const env = { ...process.env, API_KEY: String(secret) }
  const run = promisify(execFile)
  await page.goto(PAGE)
  const section = page.getByRole('region', { name: 'Use it from a program' })
  for (const name of ['@livepeer/ai', 'OpenAI']) {
    await section.getByRole('button', { name, exact: true }).first().click()
    const program = (await section.locator('pre').first().textContent()) ?? ''
    expect(program).toContain(baseURL ?? 'nowhere')
    const file = join(folder, `${name.replace(/\W/g, '')}.mjs`)
    writeFileSync(file, program)
    const { stdout } = await run(process.execPath, [file], { env })
    expect(stdout).toMatch(/^http\S+\/stream\//)
  }
  await section.getByRole('button', { name: 'curl', exact: true }).first().click()
  const command = (await section.locator('pre').first().textContent()) ?? ''
  const { stdout } = await run('sh', ['-c', command], { env })
  expect(JSON.parse(stdout).images).toHaveLength(1)
  rmSync(folder, { recursive: true })
})
