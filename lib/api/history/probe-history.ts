import { isAnswered, isReached, OUTCOME_KINDS } from '@/lib/domain/outcome'
import { coverSpan } from '@/lib/history/cover-span'
import { answeredOf, attemptsOf, type ProbeTally, reachedOf } from '@/lib/history/probe-tally'
import { MIN_SAMPLES } from '@/lib/history/reliability-score'
import type { Subject } from '@/lib/store/probe-roll-ups'
import type { HistoryDto } from '../contract/history'
import { isoMoment, rounded } from '../to-dto'
import { aboutOf, atOf, type HistoryQuestion, type HistorySubject } from './history-question'

/** Percentiles of all answered probes of a bucket together. */
export async function latencyHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { measured, points } = await tallies(question)
  return {
    metric: 'latency',
    ...measured,
    points: points.map(({ at, tally }) => ({ at, ...latencyOf(tally) })),
  }
}

/** How many probes reached the node, of all. */
export async function availabilityHistory(question: HistoryQuestion): Promise<HistoryDto> {
  const { measured, points } = await tallies(question)
  const listed = question.subject.kind === 'network' ? await listedAtEnds(question) : null
  return {
    metric: 'availability',
    ...measured,
    points: points.map(({ at, tally }, bucket) => ({
      at,
      ...availabilityOf(tally),
      ...(listed && (listed.get(bucket) ?? NOT_KEPT)),
    })),
  }
}

const NOT_KEPT = { nodes_listed: null, nodes_reached: null, nodes_answered: null }

/** By bucket: how many nodes were listed after its last sweep, and how many of them had been reached when last asked. */
async function listedAtEnds({ query: { window, until }, store }: HistoryQuestion) {
  const { from, stepMs, count } = window
  const counts = new Map<number, Record<keyof typeof NOT_KEPT, number>>()
  for (const { endedAt, outcomes } of await store.readSweepsBefore({ from, stepMs, count, until })) {
    if (endedAt < from || outcomes === null) continue
    const kinds = OUTCOME_KINDS.map((kind) => ({ kind, nodes: outcomes[kind] ?? 0 }))
    counts.set(Math.floor((endedAt - from) / stepMs), {
      nodes_listed: sumOf(kinds),
      nodes_reached: sumOf(kinds.filter(({ kind }) => isReached(kind))),
      nodes_answered: sumOf(kinds.filter(({ kind }) => isAnswered(kind))),
    })
  }
  return counts
}

const sumOf = (kinds: readonly { readonly nodes: number }[]): number =>
  kinds.reduce((sum, { nodes }) => sum + nodes, 0)

async function tallies(question: HistoryQuestion) {
  const { subject, query, store } = question
  const { window, until } = query
  const progress = await store.readRollUpProgress()
  // A bucket that was not over then is not known then.
  const spans = coverSpan({ from: window.from, to: Math.min(window.to, until) }, progress, {
    coarsest: window.level,
  })
  const found = await store.readTallies(subjectsOf(subject), spans, window)
  const doneUntil = progress['5m']
  const measured = {
    ...aboutOf(question),
    kept_by: window.level,
    measured_until: doneUntil === null ? null : isoMoment(Math.min(doneUntil, until)),
  }
  return { measured, points: found.map((tally, bucket) => ({ at: atOf(window, bucket), tally })) }
}

/** Whose probes stand for a subject. */
function subjectsOf({ kind, id, nodeUris }: HistorySubject): readonly Subject[] {
  switch (kind) {
    case 'network':
    case 'model':
    case 'gpu':
      return [{ kind, key: id }]
    case 'offering':
    case 'node':
    case 'orchestrator':
      return nodeUris.map((key) => ({ kind: 'node', key }))
  }
}

function latencyOf(tally: ProbeTally | null) {
  if (tally === null) return { n: null, p50_ms: null, p95_ms: null, p99_ms: null }
  const { latency } = tally
  const tail = (percent: number) =>
    latency.count < MIN_SAMPLES ? null : roundedOf(latency.percentile(percent))
  return { n: latency.count, p50_ms: roundedOf(latency.percentile(50)), p95_ms: tail(95), p99_ms: tail(99) }
}

const roundedOf = (ms: number | null): number | null => ms && rounded(ms)

function availabilityOf(tally: ProbeTally | null) {
  if (tally === null) return { attempts: null, answered: null, reached: null, availability: null }
  const [attempts, reached] = [attemptsOf(tally), reachedOf(tally)]
  return { attempts, answered: answeredOf(tally), reached, availability: reached / attempts }
}
