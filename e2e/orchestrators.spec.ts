import type { Page } from '@playwright/test'
import { historyDto } from '@/lib/api/contract/history'
import { nodesDto } from '@/lib/api/contract/node-list'
import { orchestratorsDto } from '@/lib/api/contract/roll-up-list'
import { orchestratorDetailDto } from '@/lib/api/contract/single'
import { expect, OPERATOR_KEY, test } from './support/fixtures'
import { eventually } from './support/start-app'
import { momentWithHistory, numbersNobodyTold } from './support/told-by'

const table = (page: Page) => page.getByRole('table', { name: /^Orchestrators\./ })
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const names = (page: Page) => rows(page).getByRole('rowheader').allInnerTexts()
const title = (page: Page) => page.getByRole('heading', { level: 1 })
/** Whose node it is, as soon as it has answered. */
async function ofNode(page: Page, name: string): Promise<string> {
  const address = await eventually(
    async () => {
      const { nodes } = nodesDto.parse(await (await page.request.get('/api/v1/nodes')).json())
      return nodes.find(({ uri }) => uri.includes(`//${name}.`))?.orchestrator ?? null
    },
    (found) => found !== null,
  )
  return address ?? ''
}

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
})

test('orchestrators are filtered, ordered and opened, and the link shows the same to others', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Orchestrators' }).click()
  const all = orchestratorsDto.parse(
    await (await page.request.get('/api/v1/orchestrators?limit=10000')).json(),
  )
  await expect(title(page)).toHaveText(`${all.count} of ${all.total} orchestrators`)
  await page.getByRole('combobox', { name: 'Region' }).selectOption('eu-central')
  await expect(page).toHaveURL(/region=eu-central/)
  const some = orchestratorsDto.parse(
    await (await page.request.get('/api/v1/orchestrators?region=eu-central')).json(),
  )
  await expect(rows(page)).toHaveCount(some.count)
  const header = table(page).getByRole('columnheader', { name: 'Offerings' })
  await header.getByRole('button').click()
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await expect(page).toHaveURL(/sort=offerings/)
  const seen = await names(page)

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect.poll(() => names(theirs)).toEqual(seen)
  await stranger.close()

  await rows(page).first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/orchestrators\/0x[0-9a-fA-F]{40}$/)
  await expect(title(page)).toContainText('reached')
})

test('an offering leads to its model and its orchestrator', async ({ page }) => {
  await page.goto('/offerings?pipeline=text-to-image&state=warm')
  const row = page
    .getByRole('table', { name: /^Offerings\./ })
    .getByRole('row')
    .nth(1)
  await row.locator('a[href^="/orchestrators/"]').click()
  await expect(page).toHaveURL(/\/orchestrators\/0x/)
  await page.goto('/offerings?pipeline=text-to-image&state=warm')
  await row.getByRole('rowheader').getByRole('link').click()
  await page.getByRole('link', { name: 'Its model' }).click()
  await expect(page).toHaveURL(/\/models\//)
})

test('every number on the page of an orchestrator is in an answer of the API as of the same moment', async ({
  page,
}) => {
  const address = await ofNode(page, 'halcyon-1')
  const api = `/api/v1/orchestrators/${address}`
  const asOf = await momentWithHistory(page, api)
  const read = async (path: string) =>
    (await page.request.get(`${path}${path.includes('?') ? '&' : '?'}as_of=${asOf}`)).json()
  const orchestrator = orchestratorDetailDto.parse(await read(api))
  const histories = await Promise.all(
    [
      'metric=price&window=7d&step=2h',
      'metric=latency&window=7d&step=2h',
      'metric=availability&window=180h&step=2h',
    ].map(async (query) => historyDto.parse(await read(`${api}/history?${query}`))),
  )
  const changes = await (
    await page.request.get(`/api/v1/changes?orchestrator=${address}&limit=20&to=${asOf}`)
  ).json()
  await page.goto(`/orchestrators/${address}?as_of=${asOf}`)
  await expect(page.getByRole('heading', { name: 'What changed lately' })).toBeVisible()
  await expect(page.getByText('The same numbers as a table').first()).toBeVisible()
  for (const details of await page.getByText('The same numbers as a table').all()) await details.click()
  expect(
    await numbersNobodyTold(page, [orchestrator, ...histories, changes], {
      words: [
        'The last 7 days',
        'the last 7 days',
        'p50',
        'p95',
        'fewer than 20 answers',
        'It needs 20 answers',
      ],
      // Days, and moments within them, of what changed.
      except: [
        '[role=status]',
        '[aria-labelledby=changes-title] caption',
        '[aria-labelledby=changes-title] time',
      ],
    }),
  ).toEqual([])
})

test('a node that dies is on the page of its orchestrator with its reason, and so is its recovery', async ({
  page,
  world,
}) => {
  const node = world.devnet.orchestrator('halcyon-1')
  const address = await ofNode(page, 'halcyon-1')
  await page.goto(`/orchestrators/${address}`)
  const row = page.getByRole('table', { name: /^Its nodes/ }).getByRole('row', { name: /halcyon-1/ })
  await expect(row).toContainText('Answered')
  await node.change({ fault: 'hang' })
  try {
    await expect(row).toContainText('Timed out')
    await expect(row).toContainText('No complete answer within the probe deadline.')
    await expect(title(page)).toContainText('could not be reached')
  } finally {
    await node.change({ fault: 'none' })
    await page.request.post('/api/v1/sweeps', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } })
  }
  await expect(row).not.toContainText('Timed out')
})

test('its answer is there in the protocol’s own words', async ({ page }) => {
  const address = await ofNode(page, 'halcyon-1')
  await page.goto(`/orchestrators/${address}`)
  await page.getByText('Its answer in the protocol’s own words').click()
  await expect(page.getByRole('region', { name: 'Body' })).toContainText('"orchestrators"')
  await expect(page.getByRole('region', { name: 'Body' })).toContainText(address)
})

test('an address that nobody has is not found', async ({ page }) => {
  const response = await page.goto('/orchestrators/0x0000000000000000000000000000000000000001')
  expect(response?.status()).toBe(404)
  await expect(title(page)).toHaveText('No orchestrator has this address')
})
