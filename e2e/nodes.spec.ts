import { nodeAnchor } from '@/app/(dashboard)/offerings/_components/node-anchor'
import { nodesDto } from '@/lib/api/contract/node-list'
import { expect, test } from './support/fixtures'
import { eventually, startApp } from './support/start-app'

/** More nodes than a page comes with: on each of these addresses nobody listens. */
const SILENT = Array.from({ length: 70 }, (_, at) => `https://127.0.1.${at + 1}:9443`)

test('a link to a node goes to its row, also where nodes are asked for later, and back leads back', async ({
  page,
  world,
}) => {
  const app = await startApp({
    env: { ORCH_ADDRS: [...world.devnet.serviceUris(), ...SILENT].join(','), SWEEP_INTERVAL_MS: '60000' },
  })
  try {
    const { nodes } = await eventually(
      async () =>
        nodesDto.safeParse(await (await fetch(`${app.url}/api/v1/nodes`)).json()).data ?? { nodes: [] },
      ({ nodes }) => nodes.length > SILENT.length,
    )
    const node = nodes.find(({ uri }) => uri === SILENT[60])
    if (!node) throw new Error('the node is not listed')
    const row = page.locator('tr:target')
    await page.goto(`${app.url}/offerings#${nodeAnchor(node.uri)}`)
    await expect(row).toContainText('127.0.1.61:9443')
    await expect(row).toBeFocused()
    await expect(row).toBeInViewport()

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Models' }).click()
    await expect(page).toHaveURL(/\/models$/)
    await page.goBack()
    await expect(row).toContainText('127.0.1.61:9443')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('offerings')
  } finally {
    await app.stop()
  }
})
