import { expect, test } from './support/fixtures'
import { PAGES } from './support/pages'

declare global {
  interface Window {
    /** What could be clicked when the document was there and has been taken out of it since. */
    takenAway: string[]
  }
}

test('what is in view to be clicked is not taken away while a page comes alive', async ({ page }) => {
  test.setTimeout(300_000)
  await page.addInitScript(() => {
    window.takenAway = []
    document.addEventListener('DOMContentLoaded', () => {
      const inView = [...document.querySelectorAll('a[href], button, input, select, summary')].filter(
        (element) =>
          element.checkVisibility({ contentVisibilityAuto: true }) &&
          element.getBoundingClientRect().top < window.innerHeight,
      )
      new MutationObserver((changes) => {
        const removed = changes.flatMap(({ removedNodes }) => [...removedNodes])
        for (const element of inView)
          if (removed.some((node) => node.contains(element))) window.takenAway.push(element.outerHTML)
      }).observe(document, { subtree: true, childList: true })
    })
  })
  for (const { name, path } of PAGES) {
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await page.evaluate(() => window.takenAway), name).toEqual([])
  }
})
