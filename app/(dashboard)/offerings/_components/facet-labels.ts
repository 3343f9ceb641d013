import type { ListFilter, RangeField } from '@/lib/api/search-params'
import { OFFERING_STATES, type OfferingState, UNKNOWN_VALUE } from '@/lib/domain/facet'
import { displayText } from '../../../_components/display-text'
import { STATE_FACES } from '../../../_components/state-badge'

export const FILTER_LABELS: Readonly<Record<ListFilter | RangeField | 'q' | 'unit', string>> = {
  q: 'Search',
  pipeline: 'Pipeline',
  model: 'Model',
  gpu: 'GPU',
  region: 'Region',
  state: 'State',
  health: 'Health',
  orchestrator: 'Orchestrator',
  unit: 'Unit of price',
  price: 'Price',
  latency_ms: 'Latency',
  vram_gb: 'VRAM',
  reached_share: 'Reached lately',
}

const HEALTH_LABELS: Readonly<Record<string, string>> = { up: 'Up', degraded: 'Degraded', down: 'Down' }

/** A facet's value in words. */
export function filterValueLabel(name: ListFilter, value: string): string {
  if (name === 'state' && isState(value)) return STATE_FACES[value].label
  if (name === 'health') return HEALTH_LABELS[value] ?? displayText(value)
  if (value === UNKNOWN_VALUE && (name === 'gpu' || name === 'model')) return 'Not reported'
  if (value === UNKNOWN_VALUE && name === 'region') return 'Unknown'
  return displayText(value)
}

const isState = (value: string): value is OfferingState => OFFERING_STATES.some((state) => state === value)
