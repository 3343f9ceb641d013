import { axeFindings, expect, test } from './support/fixtures'

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
}
const REFERENCE = '/reference?op=getOfferings'
const THEMES = ['light', 'dark'] as const
const FILTERED = '/offerings?pipeline=llm&state=warm'
const POLICY = '/policies/go-livepeer?pipeline=llm'
const TOO_LONG_AGO = '/offerings?as_of=2020-01-01'
const PLAYGROUND = '/playground?pipeline=llm'
const ONE_REQUEST = '/requests/0197c4f2-5b1e-7c30-9a64-3f0d8e21b7a5'
const NOTHING = '/offerings?model=no-such-model'

const MODEL = '/models/black-forest-labs/FLUX.1-dev'
const NO_MODEL = '/models/no-such-model'
/** Lanternfish of the standing fleet: two nodes, cards, several models. */
const ORCHESTRATOR = '/orchestrators/0x45388115f5f276020A9d551bc478A6f7712ab620'

const AUDITED = [
  { path: '/', size: 'desktop' },
  { path: '/offerings', size: 'desktop' },
  { path: NOTHING, size: 'desktop' },
  { path: '/models', size: 'desktop' },
  { path: MODEL, size: 'desktop' },
  { path: NO_MODEL, size: 'desktop' },
  { path: '/orchestrators', size: 'desktop' },
  { path: ORCHESTRATOR, size: 'desktop' },
  { path: '/models?pipeline=llm', size: 'narrow' },
  { path: MODEL, size: 'narrow' },
  { path: '/orchestrators?region=us-east', size: 'narrow' },
  { path: ORCHESTRATOR, size: 'narrow' },
  { path: '/sources', size: 'desktop' },
  { path: '/sources/list', size: 'desktop' },
  { path: '/suspensions', size: 'desktop' },
  { path: PLAYGROUND, size: 'desktop' },
  { path: '/requests', size: 'desktop' },
  { path: ONE_REQUEST, size: 'desktop' },
  { path: '/keys', size: 'desktop' },
  { path: '/policies', size: 'desktop' },
  { path: POLICY, size: 'desktop' },
  { path: '/status', size: 'desktop' },
  { path: '/changes', size: 'desktop' },
  { path: '/reliability', size: 'desktop' },
  { path: '/reliability', size: 'phone' },
  { path: TOO_LONG_AGO, size: 'desktop' },
  { path: '/reference', size: 'desktop' },
  { path: REFERENCE, size: 'desktop' },
  { path: '/problems', size: 'desktop' },
  { path: '/', size: 'phone' },
  // The same cards as without a filter, but fewer: axe takes half a minute for two hundred of them.
  { path: FILTERED, size: 'phone' },
  { path: '/sources', size: 'phone' },
  { path: '/suspensions', size: 'phone' },
  { path: PLAYGROUND, size: 'phone' },
  { path: '/requests', size: 'phone' },
  { path: ONE_REQUEST, size: 'phone' },
  { path: '/keys', size: 'phone' },
  { path: '/policies', size: 'phone' },
  { path: '/status', size: 'phone' },
  { path: '/reference', size: 'phone' },
  { path: REFERENCE, size: 'phone' },
  { path: '/problems', size: 'phone' },
] as const

for (const colorScheme of THEMES)
  for (const { path, size } of AUDITED)
    test(`axe finds nothing at ${path}, ${colorScheme}, ${size}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(SIZES[size])
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
    })

for (const [size, viewport] of Object.entries(SIZES))
  for (const path of [
    '/',
    '/offerings',
    FILTERED,
    NOTHING,
    '/models',
    MODEL,
    NO_MODEL,
    '/orchestrators',
    ORCHESTRATOR,
    '/sources',
    '/sources/list',
    '/suspensions',
    PLAYGROUND,
    '/requests',
    ONE_REQUEST,
    '/keys',
    '/policies',
    POLICY,
    '/status',
    '/changes',
    '/reliability',
    TOO_LONG_AGO,
    '/reference',
    REFERENCE,
    '/problems',
  ])
    test(`nothing reaches beyond the screen at ${path}, ${size}`, async ({ page }) => {
      await page.setViewportSize(viewport)
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    })

test('filters can be reached and used without a mouse', async ({ page }) => {
  await page.goto('/offerings')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()
  await page.keyboard.press('Enter')
  const first = page.getByRole('search', { name: 'Filters' }).getByRole('checkbox').first()
  for (
    let presses = 0;
    presses < 40 && !(await first.evaluate((box) => box === document.activeElement));
    presses++
  )
    await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  await page.keyboard.press('Space')
  await expect(first).toBeChecked()
  await expect(page).toHaveURL(/pipeline=/)
})
