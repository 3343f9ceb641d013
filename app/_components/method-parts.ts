/** What the page explains; the keys are its anchors. */
export const METHOD_PARTS = {
  probe: 'Probes and outcomes',
  freshness: 'How old an answer may be',
  coverage: 'Coverage',
  latency: 'Latency',
  price: 'Prices',
  conversion: 'Dollars',
  implausible: 'Implausible prices',
  availability: 'Availability',
  reliability: 'Reliability',
  regions: 'Regions',
  selection: 'Who gets a job',
  'routing-records': 'Records of jobs',
  history: 'History',
} as const
export type MethodPart = keyof typeof METHOD_PARTS
