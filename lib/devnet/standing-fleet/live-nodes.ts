import { FEATURES, KNOWN_MODELS } from '../known-models'
import type { Sketch } from '../scenario'

const { comfystream, stream, streamSdxl, streamSdxlV2v, streamTurbo } = KNOWN_MODELS
const runnerVersion = '0.14.1'

/** Live video: containers per model, of which some are busy. */
export const LIVE_NODES: readonly Sketch[] = [
  {
    name: 'halcyon-1',
    operator: 'halcyon',
    region: 'us-east',
    version: '0.8.10',
    minVersion: '',
    basePrice: 0n,
    cards: ['RTX 4090', 'RTX 4090'],
    models: [{ ...streamSdxl, price: 2_287n, capacity: 2, runnerVersion, cards: [0, 1] }],
    nodes: ['halcyon-2'],
    latencyMs: 112,
    jitterMs: 14,
  },
  {
    name: 'halcyon-2',
    operator: 'halcyon',
    region: 'us-west',
    version: '0.8.10',
    minVersion: '',
    basePrice: [11_800_000_000_000n, 54_901_722_631n],
    cards: ['RTX 5090', 'RTX 5090', 'RTX 5090', 'RTX 5090'],
    models: [{ ...streamSdxl, price: 2_287n, capacity: 3, inUse: 1, runnerVersion, cards: [0, 1, 2, 3] }],
    nodes: ['halcyon-1'],
    latencyMs: 168,
    jitterMs: 20,
  },
  {
    name: 'kestrel-1',
    region: 'eu-central',
    version: '0.8.9-patched',
    minVersion: '',
    basePrice: [36_793n, 200n],
    cards: [...Array.from({ length: 12 }, () => 'RTX 5090' as const), 'RTX 4090', 'RTX 4090', 'RTX 4090'],
    freeMemory: 0.18,
    models: [
      { ...stream, price: 2_287n, capacity: 2 },
      // Busy to the last container: the wire leaves out the zero that is left.
      { ...streamSdxl, price: 2_287n, capacity: 0, inUse: 2, cards: [12, 13, 14] },
      // Offered without a price of its own: the base price applies.
      {
        ...streamSdxlV2v,
        capacity: 9,
        inUse: 4,
        runnerVersion,
        cards: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      },
    ],
    latencyMs: 31,
    jitterMs: 8,
  },
  {
    name: 'brightwater-1',
    region: 'ap-southeast',
    version: '0.8.8',
    minVersion: '',
    // Priced so that nobody sends transcoding work.
    basePrice: 100_000_000_000_000n,
    cards: ['RTX 4090'],
    models: [
      { ...streamSdxl, price: 2_287n, capacity: 0, inUse: 1, runnerVersion: '0.13.11-5be0c7d2', cards: [0] },
    ],
    latencyMs: 264,
    jitterMs: 35,
  },
  {
    name: 'northlight-1',
    region: 'eu-west',
    version: '0.8.10',
    minVersion: '',
    basePrice: 0n,
    cards: ['RTX 4090', 'RTX 4090'],
    models: [
      { ...streamTurbo, price: 1_588n, capacity: 1, runnerVersion, cards: [0] },
      { ...streamSdxl, price: 2_287n, capacity: 1, runnerVersion, cards: [1] },
    ],
    runners: [
      {
        app: 'live-video-to-video/streamdiffusion-sdturbo',
        version: '0.14.1',
        gpu: 0,
        price: [1_588n, '720p-pixel-seconds'],
      },
    ],
    latencyMs: 46,
    jitterMs: 9,
  },
  {
    name: 'juniper-1',
    region: 'sa-east',
    version: '0.8.8',
    minVersion: '',
    basePrice: [303n, 4n],
    features: FEATURES.codecs,
    cards: ['RTX 4070 Ti SUPER'],
    models: [{ ...stream, price: 3_000n, capacity: 1, runnerVersion, cards: [0] }],
    latencyMs: 233,
    jitterMs: 60,
  },
  {
    name: 'tamarack-1',
    region: 'us-west',
    version: '0.8.10',
    minVersion: '',
    basePrice: 250n,
    cards: ['H100 80GB', 'H100 80GB'],
    models: [
      { ...streamSdxlV2v, price: 2_330n, capacity: 5, inUse: 3, runnerVersion: '0.14.2', cards: [0, 1] },
      { ...comfystream, price: 2_950n, capacity: 2, runnerVersion: '0.14.2', cards: [1] },
    ],
    runners: [
      {
        app: 'daydream/scope',
        version: '1.2.0',
        metadata: '{"pipelines":["longlive","streamdiffusionv2"],"loras":true}',
        capacity: 2,
        capacityUsed: 1,
        gpu: 0,
        price: [142_000_000_000n, 'seconds'],
      },
      {
        app: 'live-video-to-video/comfystream',
        version: '0.14.2',
        capacity: 2,
        gpu: 1,
        price: [2_950n, '720p-pixel-seconds'],
      },
    ],
    latencyMs: 155,
    jitterMs: 12,
  },
  {
    name: 'sundial-1',
    region: 'us-east',
    version: '0.8.10',
    minVersion: '',
    basePrice: [10_000_000_000_000n, 54_901_722_631n],
    features: [...FEATURES.codecs, ...FEATURES.bareAi],
    cards: ['RTX 5090'],
    models: [{ ...streamSdxlV2v, price: 2_287n, capacity: 1, runnerVersion, cards: [0] }],
    latencyMs: 98,
    jitterMs: 10,
  },
  {
    name: 'copperleaf-1',
    region: 'ap-southeast',
    version: '0.9.1',
    minVersion: '',
    basePrice: 180n,
    cards: ['L40S', 'L40S'],
    models: [
      { ...comfystream, price: 2_600n, capacity: 3, inUse: 1, runnerVersion: '0.14.2', cards: [0, 1] },
      { ...streamTurbo, price: [8_935n, 5n], isWarm: false, capacity: 1, runnerVersion: '0.14.2' },
    ],
    runners: [
      { app: 'daydream/scope', version: '1.1.4', gpu: 0, price: [128_500_000_000n, 'seconds'] },
      {
        // Served by a proxy on a host that is not the node's, so that the node alone cannot vouch for it.
        app: 'copperleaf/flipbook',
        mode: 'single-shot',
        version: '0.3.0',
        capacity: 4,
        gpu: 1,
        price: [3_100_000_000_000n, 'fixed'],
        url: 'https://copperleaf-proxy.localhost:8935/apps/flipbook/app',
      },
    ],
    latencyMs: 281,
    jitterMs: 22,
  },
]
