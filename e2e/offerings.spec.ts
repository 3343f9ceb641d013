import type { Locator, Page } from '@playwright/test'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { sweepsDto } from '@/lib/api/contract/sweep'
import { expect, OPERATOR_KEY, test } from './support/fixtures'

const table = (page: Page) => page.getByRole('table', { name: /^Offerings\./ })
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
const filters = (page: Page) => page.getByRole('search', { name: 'Filters' })

/** What makes a row that row: model and node, whatever its age is by now. */
const rowNames = async (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((found) =>
    found.map(
      (row) =>
        `${row.querySelector('th')?.textContent} ${row.querySelector('a[href^="#node-"]')?.textContent}`,
    ),
  )

/** How many offerings there are, as the page says it: rows out of view are not drawn. */
const shownCount = async (page: Page): Promise<number> => {
  const text = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  return Number(/^([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', ''))
}

const check = async (group: Locator, name: RegExp) => group.getByRole('checkbox', { name }).check()

test.beforeEach(async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('nodes answered')
})

test('a visitor opens the network, filters it, and a stranger who gets the link sees the same rows', async ({
  page,
  browser,
  baseURL,
}) => {
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Offerings', exact: true })
    .click()
  await expect(rows(page)).not.toHaveCount(0)
  const everything = await shownCount(page)

  await check(filters(page).getByRole('group', { name: 'Pipeline' }), /^text-to-image/)
  await check(filters(page).getByRole('group', { name: 'State' }), /^warm/i)
  await expect(page).toHaveURL(/pipeline=text-to-image/)
  await expect(page).toHaveURL(/state=warm/)
  const ceiling = filters(page).getByRole('textbox', { name: 'Price to' })
  await ceiling.fill('6000000')
  await ceiling.press('Enter')
  await expect(page).toHaveURL(/unit=pixel&price\[lte\]=6000000/)
  // Until its answer is there the rows are those of the question before.
  await expect(page.getByRole('main').locator('[aria-busy=true]')).toHaveCount(0)
  expect(await shownCount(page)).toBeLessThan(everything)
  const seen = await rowNames(page)
  expect(seen.length).toBeGreaterThan(0)

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(`${baseURL}${new URL(page.url()).pathname}${new URL(page.url()).search}`)
  await expect.poll(() => rowNames(theirs)).toEqual(seen)
  await expect(filters(theirs).getByRole('checkbox', { name: /^text-to-image/ })).toBeChecked()
  await expect(filters(theirs).getByRole('textbox', { name: 'Price to' })).toHaveValue('6000000')
  await stranger.close()

  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(() => shownCount(page)).toBe(everything)
  await expect(page).toHaveURL(/\/offerings$/)
})

test('the page shows exactly what the API answers under the same filters', async ({ page, request }) => {
  const query = '?pipeline=live-video-to-video&state=warm'
  // Right after the start there is more with every sweep.
  await expect(async () => {
    const answer = offeringsDto.parse(await (await request.get(`/api/v1/offerings${query}`)).json())
    expect(answer.count).toBeGreaterThan(0)
    await page.goto(`/offerings${query}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      `${answer.count} of ${answer.total} offerings`,
      { timeout: 2_000 },
    )
    await expect(rows(page)).toHaveCount(answer.count, { timeout: 2_000 })
  }).toPass()
})

test('the way back leads through the filters that were chosen', async ({ page }) => {
  await page.goto('/offerings')
  const title = page.getByRole('heading', { level: 1 })
  const all = await title.textContent()
  await check(filters(page).getByRole('group', { name: 'Pipeline' }), /^llm/)
  await expect(page).toHaveURL(/pipeline=llm/)
  // Whoever goes back has seen something to go back from.
  await expect(title).not.toHaveText(all ?? '')
  await page.goBack()
  await expect(page).toHaveURL(/\/offerings$/)
  await expect(filters(page).getByRole('checkbox', { name: /^llm/ })).not.toBeChecked()
})

test('a node that starts to hang is listed with its reason and the age of what it last said', async ({
  page,
  world,
  request,
}) => {
  const node = world.devnet.orchestrator('halcyon-1')
  await page.goto('/offerings')
  const nodes = page.getByRole('table', { name: /^Nodes/ })
  const row = nodes.getByRole('row').filter({ hasText: 'halcyon-1.localhost' })
  await page.getByRole('heading', { name: /node/i, level: 2 }).scrollIntoViewIfNeeded()
  await expect(row).toContainText('Answered')
  await node.change({ fault: 'hang' })
  try {
    await expect(row).toContainText('Timed out')
    await expect(row).toContainText('No complete answer within the probe deadline.')
    await expect(row.getByRole('time').or(row.locator('time')).first()).toBeVisible()
    await expect(row).toContainText(/Last answer\d+\ss ago/)
    // What it offered is still there, older than the rest.
    await page.getByRole('searchbox', { name: 'Search offerings' }).fill('halcyon-1.localhost')
    await expect(rows(page).first()).toContainText('halcyon-1.localhost')
    await expect(rows(page).first()).toContainText('Timed out')
  } finally {
    await node.change({ fault: 'none' })
    await request.post('/api/v1/sweeps', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } })
  }
  await expect(row).not.toContainText('Timed out')
})

test('rows are in the page itself, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/offerings?pipeline=text-to-image`)
  await expect(rows(page)).not.toHaveCount(0)
  await expect(page.getByText('Simulated network')).toBeVisible()
  await context.close()
})

test('filters that nothing matches say so, and which one to lift', async ({ page }) => {
  await page.goto('/offerings?pipeline=llm&model=no-such-model')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^0 of/)
  await page.getByRole('main').getByRole('button', { name: /clear/i }).first().click()
  await expect(rows(page)).not.toHaveCount(0)
})

test('a wrong filter in the address is said in words, and crashes nothing', async ({ page }) => {
  await page.goto('/offerings?state=hot&max_price_wei=cheap')
  await expect(page.getByRole('main')).toContainText('is not one of warm, cold, priced-only, unknown')
  await expect(rows(page)).not.toHaveCount(0)
})

test('a price is told in what people buy, with the rate that dollars are at, and an implausible one is marked', async ({
  page,
}) => {
  await page.goto('/offerings?pipeline=live-video-to-video&state=warm')
  await expect(page.getByText(/\$[\d.]+ per hour of video/).first()).toBeVisible()
  await expect(page.getByText('Dollars at 2,500 USD for one ETH, set by the operator')).toBeVisible()
})

test('offerings are narrowed down to a region, and rows say where they are', async ({ page }) => {
  await page.goto('/offerings')
  const filters = page.getByRole('search', { name: 'Filters' })
  const box = filters.getByRole('checkbox', { name: /^eu-central/ })
  await box.click()
  await expect(page).toHaveURL(/region=eu-central/)
  await expect(box).toBeChecked()
  const rows = page.getByRole('table', { name: /^Offerings/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText('eu-central')
  await expect(rows.filter({ hasText: 'us-east' })).toHaveCount(0)
})

test('filters typed as text become chips, and chips go one by one', async ({ page }) => {
  await page.goto('/offerings')
  await page.keyboard.press('/')
  const search = page.getByRole('searchbox', { name: 'Search offerings' })
  await expect(search).toBeFocused()
  await page.keyboard.type('pipeline:llm state:warm latency<5000 price<=999999999')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(
    /pipeline=llm&state=warm&unit=token&price\[lte\]=999999999&latency_ms\[lte\]=5000/,
  )
  const chips = page.getByRole('list', { name: 'Active filters' })
  await expect(chips.getByRole('button', { name: /^Remove filter/ })).toHaveCount(4)
  await chips.getByRole('button', { name: 'Remove filter State: Warm' }).click()
  await expect(page).not.toHaveURL(/state=/)
  await search.fill('price<5')
  await search.press('Enter')
  await expect(page).toHaveURL(/price\[lte\]=5&/)
  await chips.getByRole('button', { name: 'Clear all' }).click()
  await search.fill('price<5')
  await search.press('Enter')
  await expect(page.getByText('price needs one unit or pipeline')).toBeVisible()
})

test('a slider narrows by a number, without a step in the history for each move', async ({ page }) => {
  await page.goto('/offerings')
  const everything = await shownCount(page)
  const slider = filters(page).getByRole('slider', { name: 'Highest latency' })
  await slider.focus()
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(/latency_ms\[lte\]=/)
  await expect.poll(() => shownCount(page)).toBeLessThan(everything)
  await expect(filters(page).getByRole('textbox', { name: 'Latency to' })).not.toHaveValue('')
  await page.goBack()
  await expect(page).toHaveURL(/\/$/)
})

test('a number that cannot be meant is said to be left out, and one that can be takes its place', async ({
  page,
}) => {
  await page.goto('/offerings?pipeline=text-to-image')
  const highest = filters(page).getByRole('textbox', { name: 'Price to' })
  const refusal = filters(page).getByText('is no number from 0 on')
  await highest.fill('-5')
  await highest.press('Enter')
  await expect(refusal).toBeVisible()
  await expect(page).not.toHaveURL(/price/)
  await highest.fill('900000000')
  await highest.press('Enter')
  await expect(page).toHaveURL(/price\[lte\]=900000000/)
  await expect(refusal).toHaveCount(0)
})

test('a price war is on screen while it goes on', async ({ page, world, request }) => {
  const { offerings } = offeringsDto.parse(
    await (await request.get('/api/v1/offerings?pipeline=text-to-image&unit=pixel&sort=-price')).json(),
  )
  const [offering] = offerings
  const node = world.devnet.orchestrators.find(({ uri }) => uri === offering?.node_uri)
  if (!node || !offering?.price || offering.model === null) throw new Error('nobody offers images')
  const { model, price } = offering
  const host = new URL(node.uri).host
  const change = (price: string) => node.change({ models: [{ pipeline: 'text-to-image', model, price }] })
  await page.goto('/offerings?pipeline=text-to-image&sort=price')
  const row = rows(page)
    .filter({ hasText: host })
    .filter({ hasText: model.split('/').at(-1) ?? '' })
  await expect(row).toBeVisible()
  await change('7')
  try {
    await expect(row.locator('data[value="7"]')).toBeVisible()
    await expect(rows(page).first().locator('data[value="7"]')).toBeVisible()
  } finally {
    await change(price.wei_per_unit)
  }
  await expect(row.locator(`data[value="${price.wei_per_unit}"]`)).toBeVisible()
})

test('the file has the rows of the table, in its order and with its columns', async ({ page }) => {
  // Latencies are others with every sweep.
  const { sweeps } = sweepsDto.parse(await (await page.request.get('/api/v1/sweeps?limit=1')).json())
  await page.goto(
    `/offerings?pipeline=text-to-image&sort=-latency&columns=latency,node,state&as_of=${sweeps[0]?.as_of}`,
  )
  await expect(table(page).getByRole('columnheader')).toHaveCount(4)
  await page.getByText('Export').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  const stream = await download.createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  const [head = '', ...lines] = Buffer.concat(chunks).toString().trim().split('\r\n')
  expect(head).toBe('id,model,state,latency_ms,node_uri')
  const ids = await rows(page)
    .getByRole('rowheader')
    .getByRole('link')
    .evaluateAll((links) =>
      links.map((link) =>
        new URL(link.getAttribute('href') ?? '', 'http://page').searchParams.get('offering'),
      ),
    )
  expect(lines.map((line) => line.split(',')[0])).toEqual(ids)
  const latencies = lines.map((line) => line.split(',')[3])
  const shown = await rows(page)
    .locator('data')
    .evaluateAll((found) => found.map((data) => data.getAttribute('value')))
  expect(shown).toEqual(latencies.filter((latency) => latency !== ''))
})

test('by keys alone: a filter, a row, its details, and two orchestrators put aside', async ({ page }) => {
  await page.goto('/offerings')
  await page.keyboard.press('/')
  await page.keyboard.type('pipeline:text-to-image')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/pipeline=text-to-image/)
  await expect(page.getByRole('list', { name: 'Active filters' })).toBeVisible()
  // Into the rows, and from one to the next.
  const region = page.getByRole('region', { name: 'Rows of offerings' })
  for (let presses = 0; presses < 40; presses++) {
    if (await region.evaluate((element) => element.contains(document.activeElement))) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  const first = rows(page).first().getByRole('rowheader').getByRole('link')
  await expect(first).toBeFocused()
  await page.keyboard.press('x')
  const tray = page.getByRole('region', { name: 'Comparison' })
  await expect(tray).toContainText('1 orchestrator to compare')
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press('j')
    if (await tray.getByText('2 orchestrators').isVisible()) break
    await page.keyboard.press('x')
  }
  await page.keyboard.press('k')
  const link = page.locator('[data-row-link]:focus')
  await expect(link).toBeVisible()
  const name = await link.textContent()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog')
  await expect(details).toBeVisible()
  await expect(page).toHaveURL(/offering=/)
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await expect(page).not.toHaveURL(/offering=/)
  await expect(link).toBeFocused()
  expect(await link.textContent()).toBe(name)
})

test('the tray keeps what was put aside, on other pages and after a reload, and leads to the comparison', async ({
  page,
}) => {
  await page.goto('/offerings?pipeline=text-to-image')
  const tray = page.getByRole('region', { name: 'Comparison' })
  await rows(page)
    .first()
    .getByRole('button', { name: /^Compare 0x/ })
    .click()
  await expect(tray).toContainText('1 orchestrator to compare')
  await page.goto('/orchestrators')
  await expect(tray).toContainText('1 orchestrator to compare')
  await page
    .getByRole('table', { name: /^Orchestrators\./ })
    .getByRole('button', { name: /^Compare 0x/, pressed: false })
    .first()
    .click()
  await expect(tray).toContainText('2 orchestrators to compare')
  await expect(tray.getByRole('link', { name: 'Compare' })).toHaveAttribute(
    'href',
    /^\/compare\?orchestrators=0x[0-9a-fA-F]{40},0x[0-9a-fA-F]{40}$/,
  )
  await page.reload()
  await tray
    .getByRole('button', { name: /^Remove 0x/ })
    .first()
    .click()
  await expect(tray).toContainText('1 orchestrator to compare')
  await tray.getByRole('button', { name: 'Clear' }).click()
  await expect(tray).toBeHidden()
})

test('the details of a row have an address, and everything that the API knows of it', async ({
  page,
  request,
}) => {
  const answer = offeringsDto.parse(
    await (await request.get('/api/v1/offerings?pipeline=llm&state=warm&limit=1')).json(),
  )
  const [offering] = answer.offerings
  await page.goto(`/offerings?offering=${offering?.id}`)
  const details = page.getByRole('dialog', { name: offering?.model ?? '' })
  await expect(details).toContainText(new URL(offering?.node_uri ?? '').host)
  await expect(details).toContainText('Where that comes from')
  await expect(details.getByRole('link', { name: 'Try it' })).toHaveAttribute(
    'href',
    /^\/playground\?pipeline=llm/,
  )
  await expect(details.getByRole('link', { name: 'Its position' })).toBeVisible()
  await details.getByRole('link', { name: 'Its model' }).click()
  await expect(page).toHaveURL(/\/models\//)
  await page.goto('/offerings?offering=no-such-id')
  await expect(page.getByRole('dialog')).toContainText('It is not offered any more, or never was')
})

test('columns and the height of rows are chosen, remembered, and said by an address', async ({ page }) => {
  await page.goto('/offerings?columns=price,latency&density=roomy')
  await expect(table(page).getByRole('columnheader')).toHaveCount(3)
  const heightOf = async () => Math.round((await rows(page).nth(1).boundingBox())?.height ?? 0)
  await expect.poll(heightOf).toBe(40)
  await page.goto('/offerings')
  await page.getByText('Columns', { exact: true }).first().click()
  await page.getByRole('radio', { name: 'Tight' }).check()
  await page.getByRole('checkbox', { name: 'Pipeline', exact: true }).uncheck()
  await page.reload()
  await expect.poll(heightOf).toBe(28)
  await expect(table(page).getByRole('columnheader', { name: 'Pipeline' })).toHaveCount(0)
})

test('a view is kept under a name, brings its filters back, and is deleted; also where nothing may be kept', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/offerings?pipeline=llm&state=warm')
  const menu = page.locator('summary', { hasText: 'Views' })
  await menu.click()
  await page.getByLabel('Save what is shown as').fill('Warm words')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.goto('/offerings')
  await menu.click()
  await page.getByRole('link', { name: 'Warm words' }).click()
  await expect(page).toHaveURL(/pipeline=llm&state=warm/)
  await expect(filters(page).getByRole('checkbox', { name: /^llm/ })).toBeChecked()
  await page.goto('/offerings')
  await menu.click()
  await page.getByRole('button', { name: 'Delete the view Warm words' }).click()
  await expect(page.getByText('No view is saved in this browser yet.')).toBeVisible()

  const closed = await browser.newContext()
  const refusing = await closed.newPage()
  const errors: string[] = []
  refusing.on('pageerror', ({ message }) => errors.push(message))
  await refusing.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError')
      },
    })
  })
  await refusing.goto(`${baseURL}/offerings`)
  await refusing.locator('summary', { hasText: 'Views' }).click()
  await refusing.getByLabel('Save what is shown as').fill('For now')
  await refusing.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(refusing.getByRole('link', { name: 'For now' })).toBeVisible()
  expect(errors).toEqual([])
  await closed.close()
})
