import { expect, OPERATOR_KEY, test } from './support/fixtures'
import { PAGES } from './support/pages'
import { eventually, startApp } from './support/start-app'

declare global {
  interface Window {
    /** What could be clicked when the document was there and has been taken out of it since. */
    takenAway: string[]
  }
}

test('what is in view to be clicked is not taken away while a page comes alive', async ({ page, world }) => {
  test.setTimeout(300_000)
  // A sweep may move rows at any time: here there is but one.
  const app = await startApp({
    env: {
      ORCH_ADDRS: world.devnet.serviceUris().join(','),
      SWEEP_INTERVAL_MS: '3600000',
      OPERATOR_KEY,
      ETH_USD: '2500',
    },
  })
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
  try {
    await eventually(
      () => fetch(`${app.gatewayUrl}/api/v1/network/summary`),
      ({ status }) => status === 200,
    )
    for (const { name, path } of PAGES) {
      await page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' })
      expect(await page.evaluate(() => window.takenAway), name).toEqual([])
    }
  } finally {
    await app.stop()
  }
})
