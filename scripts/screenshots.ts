import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { freePort } from '@/e2e/support/free-port'
import { PAGES } from '@/e2e/support/pages'
import { eventually } from '@/e2e/support/start-app'
import { findChromium } from './lib/find-chromium.mjs'

/**
 * Pictures of every page, on a desktop and a phone, in both themes, of the demo's network with its three days of past:
 * `npm run screenshots` starts all that is needed and writes into .cache/screenshots, where index.html shows them side by
 * side. `-- --only model` takes those whose name holds a word, `-- --url http://localhost:3000` those of a demo that runs
 * already: OPERATOR_KEY must then be its own, or what the operator alone sees is left out.
 */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, url: { type: 'string' } },
})
const FOLDER = join('.cache', 'screenshots')
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const THEMES = ['light', 'dark'] as const
/** What is further down shows nothing new. */
const MOST_PX = 4_000

interface Picture {
  readonly name: string
  readonly path: string
  /** With the operator's key typed. */
  readonly isOperators?: boolean
}

const operatorKey =
  process.env.OPERATOR_KEY ?? (values.url === undefined ? randomBytes(16).toString('hex') : '')
mkdirSync(FOLDER, { recursive: true })
const demo = values.url === undefined ? await startDemo() : { url: values.url, stop: async () => {} }
const pages = await picturesWanted()
try {
  const found = await findChromium({ log: console.error })
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
  })
  for (const colorScheme of THEMES)
    await Promise.all(
      Object.entries(SIZES).map(([size, viewport]) => takeAll(browser, { size, viewport, colorScheme })),
    )
  await browser.close()
} finally {
  await demo.stop()
}
writeFileSync(join(FOLDER, 'index.html'), sheet())
console.log(`${pages.length * 4} pictures: ${join(FOLDER, 'index.html')}`)

async function takeAll(
  browser: Browser,
  {
    size,
    viewport,
    colorScheme,
  }: { size: string; viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' },
): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  for (const { name, path, isOperators } of pages) {
    await page.goto(`${demo.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (isOperators) {
      await page.getByLabel('Operator key').first().fill(operatorKey)
      await page.getByRole('button', { name: 'Use this key' }).first().click()
    }
    // What comes after the page itself: charts, and lists that are asked for by the page.
    await page.waitForLoadState('load')
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
    await page.waitForTimeout(1_500)
    await lookThrough(page)
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    if (colorScheme === 'light') console.log(`${name}, ${size}: ${height} px high`)
    await page.screenshot({
      path: join(FOLDER, `${name}-${size}-${colorScheme}.png`),
      // A larger window would be another page: lists that scroll by themselves grow with it.
      fullPage: true,
      clip: { x: 0, y: 0, width: viewport.width, height: Math.min(MOST_PX, height) },
    })
  }
  await context.close()
}

/** Every page, and with a key those of the operator, for which jobs are done first. */
async function picturesWanted(): Promise<readonly Picture[]> {
  const fits = ({ name }: Picture) => name.includes(values.only)
  const operators = (one: string) => [
    { name: 'requests-operator', path: '/requests', isOperators: true },
    { name: 'request', path: `/requests/${one}`, isOperators: true },
    { name: 'keys-operator', path: '/keys', isOperators: true },
    { name: 'offer-operator', path: '/offer', isOperators: true },
  ]
  const wanted: readonly Picture[] = PAGES.filter(fits).map((page) =>
    // The demo has no list of its own; its nodes come from a webhook.
    page.name === 'source' ? { ...page, path: '/sources/webhook' } : page,
  )
  if (operatorKey === '' || !operators('').some(fits)) return wanted
  return [...wanted, ...operators(await doJobs()).filter(fits)]
}

/** As many as the page of requests shows at once; answers the id of one that was served. */
async function doJobs(): Promise<string> {
  let served = ''
  for (let job = 0; job < 50; job++) {
    const answer = await fetch(`${demo.url}/text-to-image`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Every tenth is refused.
      body: JSON.stringify({ prompt: 'a lighthouse', width: job % 10 === 9 ? 0 : 64, height: 64 }),
    })
    await answer.arrayBuffer()
    if (answer.ok) served = answer.headers.get('x-request-id') ?? served
  }
  return served
}

/** Once down and up again: charts are drawn when they come into view. */
async function lookThrough(page: Page): Promise<void> {
  const { height, step } = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    step: window.innerHeight / 2,
  }))
  for (let top = 0; top < height; top += step) await scrollTo(page, top)
  await scrollTo(page, 0)
  // The record of requests keeps one answer open for as long as it is looked at.
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {})
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
}

/** Who watches for what is in view is told after the frame that shows it. */
async function scrollTo(page: Page, top: number): Promise<void> {
  await page.evaluate(
    (y) =>
      new Promise((resolve) => {
        window.scrollTo(0, y)
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      }),
    top,
  )
}

/** The demo on ports and a folder of its own, once its past is there. */
async function startDemo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'offerings-screenshots-'))
  const child = spawn(process.execPath, ['scripts/demo.mjs'], {
    env: {
      ...process.env,
      PORT: String(port),
      GATEWAY_PORT: String(gatewayPort),
      DATA_DIR: folder,
      OPERATOR_KEY: operatorKey,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await Promise.race([
    ended(child).then(() => {
      throw new Error('The demo ended before it answered.')
    }),
    eventually(
      () =>
        fetch(`${url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      (isUp) => isUp,
    ),
  ])
  return {
    url,
    async stop() {
      child.kill('SIGINT')
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
}

function sheet(): string {
  return `<!doctype html><meta charset="utf-8"><title>Every page</title>
<style>body{font:14px sans-serif;margin:16px}figure{display:inline-block;margin:8px;vertical-align:top}img{border:1px solid #999;max-height:900px;max-width:720px}</style>
${pages
  .map(({ name, path }) => {
    const pictures = Object.keys(SIZES).flatMap((size) =>
      THEMES.map(
        (theme) =>
          `<figure><img loading="lazy" alt="" src="${name}-${size}-${theme}.png"><figcaption>${size}, ${theme}</figcaption></figure>`,
      ),
    )
    return `<h2>${name} <code>${path.replaceAll('&', '&amp;')}</code></h2>\n${pictures.join('\n')}`
  })
  .join('\n')}
`
}
