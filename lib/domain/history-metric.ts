/** What has a history of numbers. */
export const HISTORY_METRICS = ['price', 'latency', 'availability', 'capacity', 'gpus', 'supply'] as const
export type HistoryMetric = (typeof HISTORY_METRICS)[number]

/** What such a history can be of. */
export const HISTORY_SUBJECTS = ['network', 'offering', 'model', 'orchestrator', 'node', 'gpu'] as const
export type HistorySubjectKind = (typeof HISTORY_SUBJECTS)[number]
