import type { CapabilitiesRow } from '@/lib/devnet/capabilities-document'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'

/** The node of a row of `/getNetworkCapabilities`, as if we had asked it at the address that it advertises. */
export const observedRow = (
  row: CapabilitiesRow,
  about: Pick<Partial<NodeObservation>, 'runners'> = {},
): NodeObservation =>
  observation({
    uri: row.orch_uri,
    lastAnswer: lastAnswer({
      answer: {
        transcoder: row.orch_uri,
        recipient: row.address,
        localAddress: row.local_address,
        addressLength: 20,
        capabilities: row.capabilities,
        priceInfo: row.price_info,
        capabilitiesPrices: row.capabilities_prices,
        hardware: row.hardware,
        nodes: [],
      },
    }),
    ...about,
  })
