import type { ReliabilityPart, ReliabilityWindow } from '@/lib/domain/reliability'

export const PART_LABELS: Readonly<Record<ReliabilityPart, string>> = {
  'probe-success': 'Probe success',
  availability: 'Availability',
  'latency-consistency': 'Steady latency',
  truthfulness: 'Truthfulness',
  'job-success': 'Job success',
}

export const WINDOW_LABELS: Readonly<Record<ReliabilityWindow, string>> = {
  '1h': '1 hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
}
