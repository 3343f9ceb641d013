import type { HistoryMetric } from '@/lib/domain/history-metric'
import type { HistoryDto } from '../contract/history'
import { createKeptPromises } from '../create-kept'
import { createDocument, type Document } from '../document'
import type { HistoryQuestion, HistoryStore } from './history-question'
import { priceHistory } from './price-history'
import { availabilityHistory, latencyHistory } from './probe-history'
import { capacityHistory, gpusHistory } from './sum-history'
import { supplyHistory } from './supply-history'

const ANSWERS: Readonly<Record<HistoryMetric, (question: HistoryQuestion) => Promise<HistoryDto>>> = {
  price: priceHistory,
  latency: latencyHistory,
  availability: availabilityHistory,
  capacity: capacityHistory,
  gpus: gpusHistory,
  supply: supplyHistory,
}

/** Two megabytes at most, each. */
const MAX_KEPT = 16

/** By where they come from. */
const kept = new WeakMap<HistoryStore, ReturnType<typeof createKeptPromises<Document>>>()

/** The series of the metric that is asked for; made once for all who look at the same picture. */
export function answerHistory(question: HistoryQuestion): Promise<Document> {
  const { subject, query, store, look } = question
  const { metric, window, until } = query
  const answers = kept.get(store) ?? createKeptPromises<Document>(MAX_KEPT)
  kept.set(store, answers)
  const { kind, id } = subject
  const key = JSON.stringify([kind, id, metric, window.from, window.to, window.stepMs, until, lookKey(look)])
  return answers(key, async () => createDocument(JSON.stringify(await ANSWERS[metric](question))))
}

const lookKey = ({ endedAt, vantage, quote }: HistoryQuestion['look']): string =>
  `${endedAt} ${vantage} ${quote?.source} ${quote?.at} ${quote?.rate.numerator}/${quote?.rate.denominator}`
