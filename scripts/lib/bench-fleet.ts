/** A `/getNetworkCapabilities` document of invented nodes, each with ten priced models, for the devnet to replay. */
export function benchFleet(nodes: number): string {
  return JSON.stringify({
    capabilities_names: {},
    orchestrators: Array.from({ length: nodes }, (_, i) => row(i)),
  })
}

const CAPABILITIES = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36]
const CARDS = ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 5090', 'NVIDIA H100 80GB HBM3']
const BYTES_PER_GIB = 2 ** 30

const address = (i: number): string => `0x${(i + 1).toString(16).padStart(40, '0')}`
const modelOf = (i: number, capability: number): string =>
  `org-${capability % 7}/model-${(i * 7 + capability) % 20}`

const row = (i: number) => ({
  address: address(i),
  local_address: address(i),
  orch_uri: `https://bench-${i}.example:8935`,
  capabilities: {
    // Codecs and all AI pipelines, as go-livepeer numbers them.
    bitstring: [Number(CAPABILITIES.reduce((bits, id) => bits | (1n << BigInt(id)), 0x4005fffn))],
    capacities: Object.fromEntries([0, ...CAPABILITIES].map((id) => [id, 2])),
    version: `0.8.${i % 5}`,
    constraints: {
      PerCapability: Object.fromEntries(
        CAPABILITIES.map((id) => [
          id,
          {
            models: { [modelOf(i, id)]: { warm: (i + id) % 3 !== 0, capacity: 2, runnerVersion: '0.14.1' } },
          },
        ]),
      ),
    },
  },
  price_info: { pricePerUnit: 50 + (i % 900), pixelsPerUnit: 1 },
  capabilities_prices: CAPABILITIES.map((id) => ({
    pricePerUnit: 1_000 + ((i * 7_919 + id) % 100_000),
    pixelsPerUnit: 1 + (i % 7),
    capability: id,
    constraint: modelOf(i, id),
  })),
  hardware: [
    {
      pipeline: 'text-to-image',
      model_id: modelOf(i, 27),
      gpu_info: {
        0: {
          id: `GPU-${i}`,
          name: CARDS[i % CARDS.length],
          major: 8,
          minor: 9,
          memory_free: 4 * BYTES_PER_GIB,
          memory_total: 24 * BYTES_PER_GIB,
        },
      },
    },
  ],
})
