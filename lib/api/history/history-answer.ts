import type { HistoryMetric } from '@/lib/domain/history-metric'
import type { HistoryDto } from '../contract/history'
import type { HistoryQuestion } from './history-question'
import { priceHistory } from './price-history'
import { availabilityHistory, latencyHistory } from './probe-history'
import { capacityHistory, gpusHistory } from './sum-history'

const ANSWERS: Readonly<Record<HistoryMetric, (question: HistoryQuestion) => Promise<HistoryDto>>> = {
  price: priceHistory,
  latency: latencyHistory,
  availability: availabilityHistory,
  capacity: capacityHistory,
  gpus: gpusHistory,
}

/** The series of the metric that is asked for. */
export const answerHistory = (question: HistoryQuestion): Promise<HistoryDto> =>
  ANSWERS[question.query.metric](question)
