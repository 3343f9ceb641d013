import type { Page } from '@playwright/test'
import { axeFindings, expect, OPERATOR_KEY, test } from './support/fixtures'

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages' })
const newKey = (page: Page) => page.getByRole('form', { name: 'Make a key' })
const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Keys of clients' }).getByRole('row').filter({ hasText: name })

async function open(page: Page): Promise<void> {
  await page.goto('/')
  await expect(title(page)).toContainText('nodes answered')
  await pages(page).getByRole('link', { name: 'Keys' }).click()
  await page.getByLabel('Operator key').fill(OPERATOR_KEY)
  await page.getByRole('button', { name: 'Use this key' }).click()
  await expect(newKey(page)).toBeVisible()
}

test('a key is made, shown once, used in the playground, revoked, and refused from then on', async ({
  page,
}) => {
  await open(page)
  await newKey(page).getByLabel('Name').fill('studio')
  await newKey(page).getByLabel('Requests a minute').fill('120')
  await newKey(page).getByLabel('Spend a day, ETH').fill('0.02')
  await newKey(page).getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('heading', { name: 'studio is made' })).toBeFocused()
  await expect(page.getByText('It is shown this once')).toBeVisible()
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
  expect(secret).toMatch(/^lpo_/)
  await expect(rowOf(page, 'studio')).toContainText('Valid')
  await expect(rowOf(page, 'studio')).toContainText('120 requests a minute')
  await expect(rowOf(page, 'studio')).toContainText('20,000,000,000,000,000')

  await page.getByRole('link', { name: 'Use it in the playground' }).click()
  const job = page.getByRole('form', { name: 'The job' })
  await expect(job.getByLabel('API key')).toHaveValue(secret)
  await job.getByLabel('Pipeline').selectOption('text-to-image')
  await job.getByLabel('Prompt', { exact: true }).fill('a lighthouse')
  await job.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('heading', { name: /did it in/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Attempts, in order' })).toContainText('Did it')

  await pages(page).getByRole('link', { name: 'Keys' }).click()
  await expect(page.getByLabel('Secret', { exact: true })).toHaveCount(0)
  const revoke = rowOf(page, 'studio').getByRole('button', { name: 'Revoke studio' })
  await revoke.click()
  await page.getByRole('dialog', { name: 'Revoke studio?' }).getByRole('button', { name: 'Keep it' }).click()
  await expect(rowOf(page, 'studio')).toContainText('Valid')
  await expect(revoke).toBeFocused()
  await revoke.click()
  await page
    .getByRole('dialog', { name: 'Revoke studio?' })
    .getByRole('button', { name: 'Revoke for ever' })
    .click()
  await expect(rowOf(page, 'studio')).toContainText('Revoked')

  await pages(page).getByRole('link', { name: 'Playground' }).click()
  await job.getByLabel('Prompt', { exact: true }).fill('a lighthouse')
  await job.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('This key was revoked.')
  await expect(page.getByText('401', { exact: true })).toBeVisible()
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  for (const key of [secret, OPERATOR_KEY]) expect(stored).not.toContain(key)
})

test('what cannot be meant is said before anything is sent', async ({ page }) => {
  await open(page)
  await newKey(page).getByLabel('Name').fill('wrong')
  await newKey(page).getByLabel('Spend a day, ETH').fill('much')
  await newKey(page).getByRole('button', { name: 'Make the key' }).click()
  await expect(newKey(page).getByRole('alert')).toContainText('an amount of ETH above zero')
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, viewport] of Object.entries({
    desktop: { width: 1440, height: 900 },
    narrow: { width: 320, height: 640 },
  }))
    test(`axe finds nothing where a key was made, and nothing reaches beyond the screen, ${colorScheme}, ${size}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await open(page)
      await page.setViewportSize(viewport)
      const name = `axe ${colorScheme} ${size}`
      await newKey(page).getByLabel('Name').fill(name)
      await newKey(page).getByRole('button', { name: 'Make the key' }).click()
      await expect(rowOf(page, name)).toContainText('Valid')
      expect(await axeFindings(page)).toEqual([])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over).toBe(0)
    })
