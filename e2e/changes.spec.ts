import type { Page } from '@playwright/test'
import { changesDto } from '@/lib/api/contract/change'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const rows = (page: Page) =>
  page
    .getByRole('table', { name: /^Changes of / })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })

/** Prices of a node that move twice, so that there is something to tell: from zero there is no percentage. */
test.beforeEach(async ({ page, world }) => {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
  const percentages = async () => {
    const url = '/api/v1/changes?kind=price-changed&limit=100'
    const { changes } = changesDto.parse(await (await page.request.get(url)).json())
    return changes.map((change) => (change.kind === 'price-changed' ? change.change_percent : null))
  }
  const node = world.devnet.orchestrator('halcyon-1')
  if ((await percentages()).length === 0) await node.change({ basePrice: '1234' })
  await expect.poll(async () => (await percentages()).length, { timeout: 20_000 }).toBeGreaterThan(0)
  if (!(await percentages()).some((percent) => percent !== null)) await node.change({ basePrice: '2468' })
  await expect.poll(async () => (await percentages())[0], { timeout: 20_000 }).toMatch(/^[\d.-]+$/)
})

test('a visitor sees what changed, with before, after and by how much, and narrows it down', async ({
  page,
}) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Changes' }).click()
  await expect(page).toHaveURL(/\/changes$/)
  await expect(title(page)).toHaveText('What changed')
  const price = rows(page).filter({ hasText: 'Price' }).first()
  await expect(price).toContainText('became')
  await expect(price).toContainText(/[+−][\d.]+ %/)
  const filters = page.getByRole('search', { name: 'Filters' })
  await filters.getByLabel('Kind').selectOption('Node silent or refusing')
  await filters.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/\/changes\?kind=node-silent$/)
  await expect(rows(page).filter({ hasText: 'Price' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Atom' })).toHaveAttribute(
    'href',
    '/api/v1/changes?kind=node-silent&format=atom',
  )
  await filters.getByRole('link', { name: 'Clear' }).click()
  await expect(page).toHaveURL(/\/changes$/)
})

test('a node that comes back with its offerings is one row that unfolds, and one entry of the feeds', async ({
  page,
  world,
}) => {
  test.setTimeout(150_000)
  const node = world.devnet.orchestrator('halcyon-2')
  const query = `node_uri=${encodeURIComponent(node.uri)}`
  const idsOf = async (kind: string): Promise<number[]> => {
    const answer = await page.request.get(`/api/v1/changes?${query}&kind=${kind}&limit=100`)
    return changesDto.parse(await answer.json()).changes.map(({ id }) => id)
  }
  const known = new Set([...(await idsOf('offering-gone')), ...(await idsOf('offering-added'))])
  const isNew = (id: number) => !known.has(id)
  /** How many such changes there are by now; a node that fails is asked less and less, but for whoever asks all. */
  const found = async (kind: string) => {
    await page.request.post('/api/v1/sweeps', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } })
    return (await idsOf(kind)).filter(isNew).length
  }
  await node.change({ fault: 'refuse' })
  try {
    await expect.poll(() => found('offering-gone'), { timeout: 60_000 }).toBeGreaterThan(1)
  } finally {
    await node.change({ fault: 'none' })
  }
  await expect.poll(() => found('offering-added'), { timeout: 30_000 }).toBeGreaterThan(1)
  const count = (await idsOf('offering-added')).filter(isNew).length

  await page.goto(`/changes?${query}`)
  const back = rows(page).filter({ hasText: 'Node back' }).first()
  const along = `with ${count} offerings`
  await expect(back).toContainText(along)
  await expect(back.getByRole('listitem')).toHaveCount(0)
  await back.getByText(along).click()
  await expect(back.getByRole('listitem')).toHaveCount(count)
  await expect(rows(page).filter({ hasText: 'New offering' })).toHaveCount(0)

  for (const format of ['rss', 'atom']) {
    const feed = await (await page.request.get(`/api/v1/changes?${query}&format=${format}`)).text()
    const titles = [...feed.matchAll(/<title>[^<]*: ([^<]*)<\/title>/g)].map(([, title]) => title)
    // It may have been silent when all this began, too: then it was back before.
    expect(titles.filter((title) => /^(is back|answers again)/.test(title ?? ''))[0]).toBe(
      `is back, ${along}`,
    )
    expect(titles.filter((title) => /^offers [^(]*$/.test(title ?? ''))).toEqual([])
  }
})

test('nodes that cannot be relied on stand on top, with how their probes end', async ({ page }) => {
  // Three failures in a row take one down.
  await expect
    .poll(
      async () => {
        const { incidents } = await (await page.request.get('/api/v1/incidents?state=open')).json()
        return incidents.length
      },
      { timeout: 50_000 },
    )
    .toBeGreaterThan(0)
  await page.goto('/changes')
  await expect(page.getByRole('heading', { name: /^\d+ incidents? (is|are) open$/ })).toBeVisible()
  const incident = page.getByRole('table', { name: 'Open incidents' }).getByRole('row').nth(1)
  await expect(incident).toContainText(/Timed out|Refused|Bad answer|Busy/)
})

test('feed readers find the feeds of what is shown', async ({ page }) => {
  await page.goto('/changes?kind=price-changed')
  const alternate = (type: string) => page.locator(`head link[rel=alternate][type="${type}"]`)
  await expect(alternate('application/atom+xml')).toHaveAttribute(
    'href',
    '/api/v1/changes?kind=price-changed&format=atom',
  )
  const href = await alternate('application/rss+xml').getAttribute('href')
  const feed = await page.request.get(href ?? '')
  expect(feed.headers()['content-type']).toContain('application/rss+xml')
})

test('a filter that nothing fits is said, and one that cannot be read is refused in the words of the API', async ({
  page,
}) => {
  await page.goto('/changes?model=no-such-model')
  await expect(page.getByText('No change fits these filters')).toBeVisible()
  await page.goto('/changes?orchestrator=nobody')
  await expect(page.getByText('The list of changes could not be read')).toBeVisible()
  await expect(page.getByText(/is not an address: 0x and 40 hex digits/)).toBeVisible()
  await page.goto('/changes?from=bad')
  await expect(page.getByText(/"bad" is not a moment/)).toBeVisible()
  await page.goto('/changes?kind=snapshot')
  await expect(page.getByText(/"snapshot" is not a kind of change that is shown here/)).toBeVisible()
})

test('changes and filters are in the page itself, before and without any script', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/changes`)
  await expect(rows(page).first()).toBeVisible()
  const filters = page.getByRole('search', { name: 'Filters' })
  await filters.getByLabel('Kind').selectOption('Price')
  await filters.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/kind=price-changed/)
  await expect(rows(page).filter({ hasText: 'Node silent' })).toHaveCount(0)
  await context.close()
})

test('earlier changes are one link away without any script, and incidents say for how long', async ({
  browser,
  baseURL,
  page: scripted,
}) => {
  const { next_cursor } = await (await scripted.request.get('/api/v1/changes?limit=1')).json()
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  // Pages are of a hundred: one that begins later has as many rows less.
  await page.goto(`${baseURL}/changes`)
  const all = await rows(page).count()
  const earlier = page.getByRole('link', { name: 'Show earlier ones' })
  if ((await earlier.count()) > 0) await expect(earlier).toHaveAttribute('href', /^\/changes\?cursor=\d+$/)
  await page.goto(`${baseURL}/changes?cursor=${next_cursor}`)
  if (all < 100) expect(await rows(page).count()).toBeGreaterThanOrEqual(all - 1)
  await page.getByRole('link', { name: 'Back to the latest' }).click()
  await expect(page).toHaveURL(/\/changes$/)
  for (const cell of await page.getByRole('table', { name: 'Open incidents' }).locator('td time').all())
    await expect(cell).toHaveText(/^\d+\s(s|min|h|d)$/)
  await context.close()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])
    test(`axe finds nothing among changes of prices, ${colorScheme}, ${size.width} pixels`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await page.goto('/changes?kind=price-changed')
      await expect(rows(page).first()).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
    })
