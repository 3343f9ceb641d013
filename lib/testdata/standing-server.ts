import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLeanDoor } from '@/lib/api/lean-door'
import { type ComposedServer, composeServer } from '@/lib/compose-server'
import type { Devnet } from '@/lib/devnet/devnet'

export interface StandingServer {
  readonly server: ComposedServer
  /** `http://127.0.0.1:port` */
  readonly url: string
  readonly folder: string
  /** Asks all nodes again. */
  sweep(): Promise<void>
  stop(): Promise<void>
}

/** The whole server but Next, in this process, on a network that answered one sweep. */
export async function startServer(
  devnet: Pick<Devnet, 'serviceUris'>,
  env: Readonly<Record<string, string>> = {},
): Promise<StandingServer> {
  const folder = mkdtempSync(join(tmpdir(), 'offerings-server-'))
  const server = await composeServer({
    DATA_DIR: folder,
    ORCH_ADDRS: devnet.serviceUris().join(','),
    ORCH_ALLOW_CIDRS: '127.0.0.0/8,::1/128',
    CHAIN_DISCOVERY: 'off',
    SWEEP_INTERVAL_MS: '3600000',
    PROBE_TIMEOUT_MS: '1500',
    ETH_USD: '2500',
    ROUTING_AUTH: 'open-to-anyone',
    LOG_LEVEL: 'silent',
    ...env,
  })
  const { discovery } = server
  const settled = async () => {
    const before = discovery.snapshot?.id ?? null
    for (;;) {
      if (discovery.snapshot !== null && discovery.snapshot.id !== before) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  if (discovery.snapshot === null) await settled()
  const door: Server = await openLeanDoor(server.answer, {
    port: 0,
    host: '127.0.0.1',
    upgrade: server.upgrade,
  })
  const { port } = door.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    folder,
    async sweep() {
      const swept = settled()
      await discovery.requestSweep()
      await swept
    },
    async stop() {
      server.closeStreams()
      door.close()
      door.closeAllConnections()
      await discovery.stop()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
