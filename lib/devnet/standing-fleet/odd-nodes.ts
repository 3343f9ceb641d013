import { KNOWN_MODELS } from '../known-models'
import type { Sketch } from '../scenario'

const {
  blip,
  fluxDev,
  glmFlash,
  llama8b,
  llamaScout,
  parler,
  realVis,
  sam2,
  upscaler,
  videoDiffusion,
  whisper,
} = KNOWN_MODELS

/** What a reader of the network has to cope with, one oddity or two per node. */
export const ODD_NODES: readonly Sketch[] = [
  {
    // Prices without models: offered on demand, or forgotten.
    name: 'meridian-1',
    region: 'us-east',
    version: '0.8.10-4e1d77b0-dirty',
    basePrice: 75n,
    models: [
      { ...parler, price: 4_768_371n, isAdvertised: false },
      { ...videoDiffusion, price: 3_390_842n, isAdvertised: false },
      { ...sam2, price: 1_695_421n, isAdvertised: false },
      { ...llama8b, price: 81_964_641n, isAdvertised: false },
      { ...llamaScout, price: 81_964_641n, isAdvertised: false },
      { ...blip, price: 4_768_371n, isAdvertised: false },
    ],
    latencyMs: 336,
    jitterMs: 30,
  },
  {
    // Own capabilities; one card serves two of them.
    name: 'foxglove-1',
    region: 'eu-west',
    version: '0.8.6-a91f20cc-dirty',
    basePrice: 250n,
    cards: ['RTX 5090', 'RTX 4090'],
    freeMemory: 0.1,
    byoc: [
      { name: 'openai-chat-completions', price: 2_500n, model: 'Qwen/Qwen2.5-14B-Instruct-AWQ', cards: [0] },
      { name: 'openai-text-embeddings', price: 1_000n, model: 'nomic-embed-text:latest', cards: [0] },
      { name: 'openai-image-generation', price: 5_000n, model: fluxDev.model, cards: [1] },
    ],
    latencyMs: 63,
    jitterMs: 9,
  },
  {
    name: 'foxglove-2',
    operator: 'foxglove-1',
    region: 'us-west',
    version: '0.8.9-a6b0417e-dirty',
    basePrice: 250n,
    cards: ['RTX 4090'],
    byoc: [
      { name: 'openai-chat-completions', price: 3_200n, model: 'Qwen/Qwen2.5-14B-Instruct-AWQ', cards: [0] },
    ],
    latencyMs: 183,
    jitterMs: 15,
  },
  {
    // Two prices for one model, and one for a model it does not have.
    name: 'basaltine-1',
    region: 'eu-central',
    version: '0.8.9-cd20f1b4',
    basePrice: 200n,
    cards: ['RTX 6000 Ada'],
    models: [
      { ...llama8b, price: 81_964_641n, cards: [0] },
      { ...llama8b, price: 45_535_911n, isAdvertised: false },
      { ...llamaScout, price: 81_964_641n, isAdvertised: false },
    ],
    latencyMs: 36,
    jitterMs: 6,
  },
  {
    // Its hardware list names another model than its price list.
    name: 'fernhollow-1',
    region: 'us-west',
    version: '0.8.10',
    basePrice: 119n,
    cards: ['RTX 4070 Ti SUPER'],
    models: [{ ...whisper, price: 12_882_811n, hardwareModel: 'openai/whisper-large-v3-turbo', cards: [0] }],
    latencyMs: 162,
    jitterMs: 19,
  },
  {
    // Several nodes of one recipient on the ports of one host.
    name: 'moonwake-1',
    host: 'moonwake.localhost',
    operator: 'moonwake',
    region: 'eu-west',
    version: '0.8.10',
    basePrice: 148n,
    cards: ['RTX 4090'],
    models: [{ ...realVis, price: 4_100_000n, cards: [0] }],
    nodes: ['moonwake-2', 'moonwake-3'],
    latencyMs: 67,
    jitterMs: 8,
  },
  {
    name: 'moonwake-2',
    host: 'moonwake.localhost',
    operator: 'moonwake',
    region: 'eu-west',
    version: '0.8.10',
    basePrice: 148n,
    cards: ['RTX 4090'],
    models: [{ ...upscaler, price: 4_100_000n, cards: [0] }],
    latencyMs: 66,
    jitterMs: 8,
  },
  {
    name: 'moonwake-3',
    host: 'moonwake.localhost',
    operator: 'moonwake',
    region: 'eu-west',
    version: '0.8.10',
    basePrice: 148n,
    cards: ['L4'],
    models: [{ ...glmFlash, price: 30_357_274n, capacity: 2, cards: [0] }],
    latencyMs: 68,
    jitterMs: 8,
  },
  {
    // Busy slots without a count of slots.
    name: 'cinderford-1',
    region: 'sa-east',
    version: '0.8.8',
    basePrice: 99n,
    cards: ['A100 80GB'],
    models: [
      { ...sam2, price: 54_000n, capacity: 0, inUse: 2, cards: [0] },
      { ...blip, price: 3_200_000n, cards: [0] },
    ],
    latencyMs: 229,
    jitterMs: 31,
  },
  {
    // Asked here, it sends work to its neighbour.
    name: 'waymark-1',
    region: 'us-east',
    version: '0.8.9',
    basePrice: 114n,
    transcoder: 'larkspur-1',
    latencyMs: 126,
    jitterMs: 12,
  },
]
