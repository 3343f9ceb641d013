import { type Facet, OFFERING_STATES, type OfferingState, UNKNOWN_VALUE } from '@/lib/domain/facet'
import { displayText } from '../../../_components/display-text'
import { STATE_FACES } from '../../../_components/state-badge'

export const FACET_LABELS: Readonly<Record<Facet | 'price', string>> = {
  pipeline: 'Pipeline',
  model: 'Model',
  gpu: 'GPU',
  region: 'Region',
  state: 'State',
  price: 'Price ceiling',
}

/** A facet's value in words. */
export function facetValueLabel(facet: Facet, value: string): string {
  if (facet === 'state' && isState(value)) return STATE_FACES[value].label
  if (value === UNKNOWN_VALUE && (facet === 'gpu' || facet === 'model')) return 'Not reported'
  if (value === UNKNOWN_VALUE && facet === 'region') return 'Unknown'
  return displayText(value)
}

const isState = (value: string): value is OfferingState => OFFERING_STATES.some((state) => state === value)
