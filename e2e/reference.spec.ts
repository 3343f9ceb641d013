import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { PROBLEM_TYPES } from '@/lib/api/problem-types'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'

const OFFERINGS = '/reference?op=getOfferings'

const ask = (page: Page) => page.getByRole('region', { name: 'Ask', exact: true })
const answer = (page: Page) => page.getByRole('region', { name: 'Answer', exact: true })
const body = (page: Page) => answer(page).getByRole('region', { name: 'Body' })
const operation = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name })
const send = (page: Page) => page.getByRole('button', { name: 'Send' }).click()

/** The page is alive: the address that a request goes to is known to browsers alone. */
const isAlive = (page: Page) => expect(ask(page).getByText(/^Request: \w+ http/)).toBeVisible()

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await isAlive(page)
}

test('a visitor finds an operation, takes an example, sends it and sees rows', async ({ page, request }) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'API' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API reference')

  await page.getByRole('searchbox', { name: 'Find an operation' }).fill('get bought')
  await expect(page.getByText('1 operation', { exact: true })).toBeVisible()
  await operation(page, /Everything that can be bought now/).click()
  await expect(page).toHaveURL(OFFERINGS)

  await ask(page).getByRole('button', { name: 'Warm image models, cheapest first' }).click()
  await expect(ask(page).getByRole('textbox', { name: 'pipeline', exact: true })).toHaveValue('text-to-image')
  await expect(ask(page).getByRole('combobox', { name: 'state', exact: true })).toHaveValue('warm')
  const target = '/api/v1/offerings?sort=price&pipeline=text-to-image&state=warm&unit=pixel'
  await expect(ask(page).getByText(target)).toBeVisible()

  await send(page)
  await expect(answer(page).getByText('200 OK')).toBeVisible()
  await expect(answer(page).getByText('application/json', { exact: true })).toBeVisible()
  await expect(answer(page).getByText('x-livepeer-offerings-network')).toBeVisible()
  const { count } = offeringsDto.omit({ facets: true }).parse(await (await request.get(target)).json())
  expect(count).toBeGreaterThan(0)
  await expect(body(page)).toContainText(`"count": ${count},`)
})

test('a link leads to its operation, before and without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${baseURL}/reference?op=getModelsById`)
  await expect(page.getByRole('heading', { level: 2, name: /^One model:/ })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'id in the path' })).toHaveValue('RealVisXL_V4.0_Lightning')
  await page.getByRole('link', { name: /Every listed node with its outcome/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: /^Every listed node/ })).toBeVisible()
  await context.close()
})

test('back and forward go through the operations that were looked at', async ({ page }) => {
  await open(page, OFFERINGS)
  await operation(page, /Every listed node with its outcome/).click()
  await expect(page.getByRole('heading', { level: 2, name: /^Every listed node/ })).toBeFocused()
  await page.goBack()
  await expect(
    page.getByRole('heading', { level: 2, name: 'Everything that can be bought now' }),
  ).toBeVisible()
  await page.goForward()
  await expect(page).toHaveURL('/reference?op=getNodes')
})

test('a parameter that cannot be read is named, at its field too, and leads to what that means', async ({
  page,
}) => {
  await open(page, OFFERINGS)
  const limit = ask(page).getByRole('textbox', { name: 'limit', exact: true })
  await limit.fill('ten')
  await limit.press('Enter')
  await expect(answer(page).getByText('400 Bad Request')).toBeVisible()
  const problem = answer(page).getByRole('region', { name: 'Problem' })
  await expect(problem).toContainText('limit "ten" is not a whole number from 1 to 10000')
  await expect(limit).toHaveAttribute('aria-invalid', 'true')
  await expect(limit).toHaveAccessibleDescription(/^limit "ten" is not a whole number/)

  await limit.fill('10')
  await limit.press('Enter')
  await expect(answer(page).getByText('200 OK')).toBeVisible()
  await expect(limit).not.toHaveAttribute('aria-invalid')

  await limit.fill('ten')
  await send(page)
  await problem.getByRole('link', { name: /bad-parameters/ }).click()
  await expect(page).toHaveURL('/problems#bad-parameters')
  await expect(page.locator('section:target').getByRole('heading')).toHaveText(
    'Parameters that cannot be read',
  )
})

test('several conditions on one field are sent together, and one can go again', async ({ page }) => {
  await open(page, OFFERINGS)
  await ask(page).getByRole('combobox', { name: 'How latency_ms is compared' }).selectOption('≥')
  await ask(page).getByRole('textbox', { name: 'latency_ms', exact: true }).fill('1')
  await ask(page).getByRole('button', { name: 'Another condition on latency_ms' }).click()
  await ask(page).getByRole('combobox', { name: 'How latency_ms, condition 2 is compared' }).selectOption('≤')
  await ask(page).getByRole('textbox', { name: 'latency_ms, condition 2' }).fill('9000')
  await expect(ask(page).getByText('/api/v1/offerings?latency_ms[gte]=1&latency_ms[lte]=9000')).toBeVisible()
  await send(page)
  await expect(answer(page).getByText('200 OK')).toBeVisible()
  await ask(page).getByRole('button', { name: 'Remove condition 2 on latency_ms' }).click()
  await expect(ask(page).getByText(/offerings\?latency_ms\[gte\]=1$/)).toBeVisible()
  await ask(page).getByRole('button', { name: 'Clear' }).click()
  await expect(
    ask(page)
      .getByText(/offerings$/)
      .first(),
  ).toBeVisible()
})

test('a file comes as it was answered, with the name of what is in it', async ({ page }) => {
  await open(page, OFFERINGS)
  await ask(page).getByRole('button', { name: 'A spreadsheet of prices' }).click()
  await send(page)
  await expect(body(page)).toContainText('node_uri,pipeline,model,unit,price')
  const downloading = page.waitForEvent('download')
  await answer(page).getByRole('button', { name: 'Download' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('offerings.csv')
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(lines[0]).toBe('node_uri,pipeline,model,unit,price')
  expect(lines.length).toBeGreaterThan(20)
})

test('of a long answer the first lines are shown, and all of it on demand', async ({ page }) => {
  await open(page, '/reference?op=getNodes')
  await send(page)
  await expect(answer(page).getByText('The first 200 lines')).toBeVisible()
  await answer(page).getByRole('button', { name: 'Show all' }).click()
  await expect(answer(page).getByText(/^All [\d,]{4,} lines$/)).toBeVisible()
  await body(page).evaluate((region) => region.scrollTo(0, region.scrollHeight))
  await expect(body(page).locator('pre').last()).toHaveText(/\}\s*$/)
})

test('a stream is shown as it comes, until it is stopped', async ({ page }) => {
  await open(page, '/reference?op=getStream')
  await send(page)
  const events = answer(page).getByRole('region', { name: 'Events' })
  await expect(events).toContainText('event: hello')
  // What the next sweep brings.
  await expect(events).toContainText('event: snapshot')
  await answer(page).getByRole('button', { name: 'Stop' }).click()
  await expect(answer(page).getByText('You stopped it here.')).toBeVisible()
  await expect(answer(page).getByRole('button', { name: 'Stop' })).toHaveCount(0)
})

test('the operator key goes to the server alone: into no address, no command, no storage', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, '/reference?op=postSweeps')
  await send(page)
  await expect(answer(page).getByRole('region', { name: 'Problem' })).toContainText('Operator key needed')
  await ask(page).getByLabel('Operator key').fill(OPERATOR_KEY)
  await send(page)
  await expect(answer(page).getByText(/^202/)).toBeVisible()
  await ask(page).getByRole('button', { name: 'Copy as curl' }).click()
  await expect(ask(page).getByText('Copied')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toContain('/api/v1/sweeps')
  expect(command).toContain('Bearer $OPERATOR_KEY')
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  )
  for (const place of [command, kept, page.url()]) expect(place).not.toContain(OPERATOR_KEY)
  // It stays for the next operation, and goes with the page.
  await operation(page, /What this gateway earns/).click()
  await expect(ask(page).getByLabel('Operator key')).toHaveValue(OPERATOR_KEY)
  await page.reload()
  await expect(ask(page).getByLabel('Operator key')).toHaveValue('')
})

test('the copied address answers what the page shows', async ({ page, context, request }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, OFFERINGS)
  await ask(page).getByRole('button', { name: 'Nodes that serve both' }).click()
  await ask(page).getByRole('button', { name: 'Copy URL' }).click()
  await expect(ask(page).getByText('Copied')).toBeVisible()
  const url = await page.evaluate(() => navigator.clipboard.readText())
  expect((await request.get(url)).status()).toBe(200)
  expect(url).toContain('node_capability[all]=llm/meta-llama')
})

test('the shape of an answer opens to its leaves', async ({ page }) => {
  await open(page, OFFERINGS)
  const shape = page.getByRole('region', { name: 'What a success looks like' })
  await shape.getByRole('button', { name: 'offerings', exact: true }).click()
  await shape.getByRole('button', { name: 'price', exact: true }).click()
  await expect(shape.getByText('wei_per_unit', { exact: true })).toBeVisible()
  await expect(shape.getByText('Price or null')).toBeVisible()
})

test('everything goes without a mouse', async ({ page }) => {
  await page.goto('/reference')
  // The page is alive: browsers alone know under which name they reach it.
  await expect(page.getByText("baseUrl: 'http")).toBeVisible()
  const search = page.getByRole('searchbox', { name: 'Find an operation' })
  await search.focus()
  await page.keyboard.type('every model who')
  await expect(page.getByText('1 operation', { exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(operation(page, /Every model/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: /^Every model/ })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(ask(page).getByRole('button', { name: 'What is warm' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(ask(page).getByRole('textbox', { name: 'warm', exact: true })).toHaveValue('1')
  await ask(page).getByRole('textbox', { name: 'warm', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(answer(page).getByText('200 OK')).toBeVisible()
  // What is focused is never behind the bar that stays in view.
  const send = ask(page).getByRole('button', { name: 'Send' })
  for (
    let presses = 0;
    presses < 200 && !(await send.evaluate((one) => one === document.activeElement));
    presses++
  ) {
    await page.keyboard.press('Tab')
    expect(await isFocusInView(page)).toBe(true)
  }
  await expect(send).toBeFocused()
})

/** Whether what has the focus is what one would hit at its middle. */
const isFocusInView = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!focused) return false
    const { left, top, width, height } = focused.getBoundingClientRect()
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    return hit !== null && (focused.contains(hit) || hit.contains(focused))
  })

test('an unknown operation in a link is said, and all others are there', async ({ page }) => {
  await page.goto('/reference?op=getNothing')
  await expect(page.getByText('No operation is called as this link says')).toBeVisible()
  await expect(operation(page, /Everything that can be bought now/)).toBeVisible()
})

test('every kind of problem has its place, with a document of that kind', async ({ page }) => {
  await page.goto('/problems')
  for (const [kind, { status, title }] of Object.entries(PROBLEM_TYPES)) {
    const section = page.locator(`section#${kind}`)
    await expect(section.getByRole('heading')).toHaveText(title)
    await expect(section.locator('pre')).toContainText(`"type": "/problems#${kind}"`)
    await expect(section.locator('pre')).toContainText(`"status": ${status}`)
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in an answer, a problem and an open shape, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await open(page, OFFERINGS)
    await page.getByRole('button', { name: 'snapshot', exact: true }).click()
    await send(page)
    await expect(answer(page).getByText('200 OK')).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await ask(page).getByRole('textbox', { name: 'limit', exact: true }).fill('ten')
    await send(page)
    await expect(answer(page).getByRole('region', { name: 'Problem' })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
  })

test('on a phone one reads either the list or an operation, and nothing reaches beyond the screen', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await open(page, OFFERINGS)
  await expect(operation(page, /./)).toHaveCount(0)
  await ask(page).getByRole('button', { name: 'Nodes that serve both' }).click()
  await send(page)
  await expect(answer(page).getByText('200 OK')).toBeInViewport()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'All operations' }).click()
  await expect(operation(page, /Everything that can be bought now/)).toBeVisible()
})
