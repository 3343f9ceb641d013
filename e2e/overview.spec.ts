import type { Page } from '@playwright/test'
import { historyDto } from '@/lib/api/contract/history'
import { type PriceLatencyDto, priceLatencyDto } from '@/lib/api/contract/price-latency'
import { nodeDetailDto } from '@/lib/api/contract/single'
import { summaryDto } from '@/lib/api/contract/summary'
import type { World } from './support/fixtures'
import { expect, OPERATOR_KEY, test } from './support/fixtures'
import { momentWithHistory, numbersNobodyTold } from './support/told-by'

const PIPELINE = 'text-to-image'
const MODEL = 'black-forest-labs/FLUX.1-dev'

test.slow()

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const tradeOff = (page: Page) => page.getByRole('region', { name: /beaten by none|Price and latency/ })
const dots = (page: Page) => tradeOff(page).locator('svg a')
const askFront = async (page: Page, asOf = ''): Promise<PriceLatencyDto> =>
  priceLatencyDto.parse(
    await (await page.request.get(`/api/v1/price-latency?pipeline=${PIPELINE}${asOf}`)).json(),
  )
const sweepNow = (page: Page) =>
  page.request.post('/api/v1/sweeps', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } })

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('every number on the overview is in an answer of the API as of the same moment', async ({ page }) => {
  const asOf = await momentWithHistory(page, `/api/v1/models/${encodeURIComponent(MODEL)}`)
  const read = async (path: string) => (await page.request.get(path)).json()
  const summary = summaryDto.parse(await read(`/api/v1/network/summary?as_of=${asOf}`))
  const histories = await Promise.all(
    ['availability', 'latency', 'gpus', 'supply'].map(async (metric) =>
      historyDto.parse(
        await read(`/api/v1/network/history?metric=${metric}&window=24h&step=30m&as_of=${asOf}`),
      ),
    ),
  )
  const front = await askFront(page, `&as_of=${asOf}`)
  const { models } = await read('/api/v1/models?limit=10000')
  const shortNames: string[] = models.flatMap(
    ({ model }: { model: string | null }) => model?.split('/').at(-1) ?? [],
  )
  const changes = await read(`/api/v1/changes?limit=200&to=${asOf}`)
  const incidents = await read(`/api/v1/incidents?limit=5&to=${asOf}`)
  await page.goto(`/?pipeline=${PIPELINE}&as_of=${asOf}`)
  await tradeOff(page).getByText('The same numbers as a table').click()
  await expect(tradeOff(page).getByRole('table')).toBeVisible()
  expect(
    await numbersNobodyTold(
      page,
      [summary, ...histories, front, changes, incidents, spans(summary), shortNames],
      {
        words: ['p50', 'p95', 'in 24 h', 'needs 20 answers'],
        // How long ago it was.
        except: [
          '[aria-label="Latest changes"] time',
          '[aria-label="Latest incidents"] time',
          '[role=status]',
        ],
      },
    ),
  ).toEqual([])
})

/** Sums of what is told: how long the sweep took, who did not say anything, what there is more of each outcome. */
const spans = ({ snapshot, nodes, pipelines }: ReturnType<typeof summaryDto.parse>) => [
  Date.parse(snapshot.as_of) - Date.parse(snapshot.started_at),
  nodes.failed - nodes.refused,
  ...pipelines.map(({ warm, cold, priced_only, unknown }) => warm + cold + priced_only + unknown),
  ...nodes.outcomes.map(({ count, examples }) => count - examples.length),
  nodes.outcomes
    .filter(({ outcome }) => outcome === 'no-price' || outcome === 'no-address')
    .reduce((sum, { count }) => sum + count, 0),
]

test('a price war moves a point onto the front, and another one off it', async ({ page, world }) => {
  const before = await askFront(page)
  const [cheapest] = before.points.filter(({ on_front }) => on_front)
  const loser = before.points.findLast(
    ({ on_front, orchestrator, node_uri, state }) =>
      !on_front && state === 'warm' && orchestrator !== null && isOfDevnet(world, node_uri),
  )
  const node = world.devnet.orchestrators.find(({ uri }) => uri === loser?.node_uri)
  if (!cheapest || !loser?.model || !node) throw new Error('nobody can begin a war')
  await page.goto(`/?pipeline=${PIPELINE}`)
  await tradeOff(page).getByText('The same numbers as a table').click()
  const more = tradeOff(page).getByRole('button', { name: /^Show all|^Show \d+ more/ })
  while (await more.first().isVisible()) await more.first().click()
  const ownRows = tradeOff(page)
    .getByRole('row')
    .filter({ has: page.locator(`a[href*="${loser.orchestrator}"]`) })
  const change = (price: string) =>
    node.change({ models: [{ pipeline: PIPELINE, model: loser.model ?? '', price }] })
  await change('1')
  try {
    // The cheapest of all is on the front, however slow it is.
    await expect(ownRows.filter({ hasText: 'yes' }).first()).toBeVisible({ timeout: 60_000 })
    await expect.poll(async () => (await askFront(page)).points[0]?.node_uri).toBe(loser.node_uri)
    await expect(
      tradeOff(page)
        .getByRole('link', { name: /beaten by none/ })
        .first(),
    ).toBeAttached()
    const latest = page.getByRole('list', { name: 'Latest changes' })
    await expect(latest.getByRole('listitem').filter({ hasText: 'lowered by' }).first()).toBeVisible()
  } finally {
    await change(loser.price.wei_per_unit)
  }
  await expect.poll(async () => (await askFront(page)).points[0]?.node_uri).not.toBe(loser.node_uri)
})

const isOfDevnet = ({ devnet }: World, uri: string): boolean =>
  devnet.orchestrators.some((node) => node.uri === uri)

test('the switch of pipelines and colours stands in the address, and a dot leads to its orchestrator by keyboard', async ({
  page,
}) => {
  await tradeOff(page).getByRole('combobox', { name: 'Pipeline' }).selectOption('llm')
  await expect(page).toHaveURL(/pipeline=llm/)
  await expect(tradeOff(page).getByRole('heading', { level: 2 })).toContainText('of llm')
  await tradeOff(page).getByRole('combobox', { name: 'Colours tell the' }).selectOption('card')
  await expect(page).toHaveURL(/colour=gpu/)
  await expect(dots(page).first()).toBeAttached()
  // One of them alone is in the order of the Tab key.
  await expect(tradeOff(page).locator('svg a[tabindex="0"]')).toHaveCount(1)
  await tradeOff(page).locator('svg a[tabindex="0"]').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  const focused = page.locator('svg a:focus')
  await expect(focused).toHaveAttribute('data-at', '0')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAttribute('data-at', '1')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/orchestrators\/0x\w+#node-/)
  await expect(page.locator('tr:target')).toBeFocused()
  await expect(page.locator('tr:target')).toBeInViewport()
})

test('a node that dies is among the latest changes and incidents, and so is its recovery', async ({
  page,
  world,
}) => {
  const node = world.devnet.orchestrator('halcyon-2')
  const changes = page.getByRole('list', { name: 'Latest changes' }).getByRole('listitem')
  const incidents = page.getByRole('list', { name: 'Latest incidents' }).getByRole('listitem')
  const outcome = async () =>
    nodeDetailDto.parse(await (await page.request.get(`/api/v1/nodes/${new URL(node.uri).host}`)).json()).node
      .outcome
  await expect.poll(outcome, { timeout: 60_000 }).toBe('ok')
  await node.change({ fault: 'hang' })
  try {
    await expect(changes.filter({ hasText: /halcyon-2/ }).filter({ hasText: 'Node silent' })).toBeVisible({
      timeout: 60_000,
    })
    // A node that fails is asked less and less; whoever asks all at once does not wait for that.
    await expect
      .poll(
        async () => {
          await sweepNow(page)
          return incidents
            .filter({ hasText: /halcyon-2/ })
            .filter({ hasText: 'Open' })
            .count()
        },
        { timeout: 60_000 },
      )
      .toBe(1)
    await expect(page.getByRole('heading', { name: /incidents? (is|are) open/ })).toBeVisible()
  } finally {
    await node.change({ fault: 'none' })
  }
  // Told first: two successes in a row end an incident.
  await expect
    .poll(
      async () => {
        await sweepNow(page)
        return changes
          .filter({ hasText: /halcyon-2/ })
          .filter({ hasText: 'Node back' })
          .count()
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0)
  await expect
    .poll(
      async () => {
        await sweepNow(page)
        return incidents
          .filter({ hasText: /halcyon-2/ })
          .filter({ hasText: 'was down for' })
          .count()
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0)
})

test('figures, changes and incidents are in the page without any script, and nodes that it does not show are not', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(baseURL ?? '')
  await expect(page.getByRole('region', { name: 'Key figures' })).toContainText('say who is paid')
  await expect(page.getByRole('list', { name: 'Latest changes' })).toBeAttached()
  const shown = await page.content()
  expect(shown).not.toContain('next_ask_at')
  await context.close()
})
