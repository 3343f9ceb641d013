import { KNOWN_MODELS } from '../known-models'
import type { Sketch } from '../scenario'

const { fluxDev, realVis, streamSdxl } = KNOWN_MODELS

/** Down, mute, full or broken from the start, as some of any network are. */
export const FAILING_NODES: readonly Sketch[] = [
  { name: 'ashgrove-1', region: 'us-east', fault: 'refuse', latencyMs: 95 },
  { name: 'blackthorn-1', region: 'eu-central', fault: 'hang', latencyMs: 30 },
  {
    name: 'crowsnest-1',
    region: 'us-west',
    fault: 'no-capacity',
    cards: ['RTX 4090'],
    models: [{ ...streamSdxl, price: 2_287n, capacity: 0, inUse: 2, cards: [0] }],
    latencyMs: 160,
  },
  {
    // Answers well but for its price.
    name: 'dimsdale-1',
    region: 'eu-west',
    basePrice: null,
    cards: ['RTX 3090'],
    models: [{ ...realVis, cards: [0] }],
    latencyMs: 55,
  },
  {
    name: 'eldermoor-1',
    region: 'ap-southeast',
    fault: 'garbage',
    cards: ['RTX 4090'],
    models: [{ ...fluxDev, price: 9_000_000n, cards: [0] }],
    latencyMs: 270,
  },
]
