import { printable } from '@/lib/domain/printable'
import type { FailedOutcome, NeutralCause } from '@/lib/domain/routed-request'

/** What an answer that is none to pass on means. */
export type Judgement =
  /** Somebody else is to do it. */
  | { readonly kind: 'next'; readonly outcome: FailedOutcome; readonly detail: string }
  /** What we brought is too old, or not what is known there: the same one, once, with a new quote and a new payment. */
  | { readonly kind: 'stale'; readonly outcome: NeutralCause; readonly detail: string }
  /** The client's own mistake, which nobody else would take better. */
  | { readonly kind: 'refuse'; readonly status: 400 | 413 | 422; readonly detail: string }

/**
 * An orchestrator's error → whose it is. Its texts decide where its status alone does not: go-livepeer answers a wrong
 * payment, a token that is over and a bad image all with 400 or 403, and puts a runner's own status into the text of a
 * 500 (server/ai_http.go, server/ai_process.go). First fitting row wins.
 */
export function judgeAnswer(status: number, text: string): Judgement {
  const detail = printable(text.slice(0, MAX_LOOKED_AT)) || `it answered ${status} without a word`
  const rule = RULES.find((one) => one.statuses(status) && (!one.text || one.text.test(detail)))
  if (rule) return rule.judge(detail)
  return {
    kind: 'next',
    outcome: status >= 500 ? 'server-error' : 'bad-answer',
    detail: `it answered ${status}: ${detail}`,
  }
}

/** A page of somebody else's proxy may be long. */
const MAX_LOOKED_AT = 2_000

interface JudgeRule {
  readonly statuses: (status: number) => boolean
  readonly text?: RegExp
  readonly judge: (detail: string) => Judgement
}

const is =
  (...statuses: number[]) =>
  (status: number): boolean =>
    statuses.includes(status)
const next =
  (outcome: FailedOutcome) =>
  (detail: string): Judgement => ({ kind: 'next', outcome, detail })
const stale =
  (outcome: NeutralCause) =>
  (detail: string): Judgement => ({ kind: 'stale', outcome, detail })
const refuse =
  (status: 400 | 413 | 422) =>
  (detail: string): Judgement => ({ kind: 'refuse', status, detail })

const RULES: readonly JudgeRule[] = [
  {
    statuses: is(503, 500, 403),
    text: /(insufficient|no) capacity|OrchestratorCapped/i,
    judge: next('busy'),
  },
  { statuses: is(429), judge: next('busy') },
  { statuses: is(400, 402, 403), text: /ticketparams expired/i, judge: stale('payment-refused') },
  { statuses: is(403), text: /(invalid|missing|expired) auth token/i, judge: stale('denied') },
  { statuses: is(401, 403), judge: next('denied') },
  { statuses: is(402), judge: next('payment-refused') },
  // It has forgotten what was paid, or has been told of a payment twice.
  {
    statuses: is(400),
    text: /sendernonce|insufficient balance/i,
    judge: stale('payment-refused'),
  },
  {
    statuses: is(400),
    text: /ticket|payment|expected price/i,
    judge: next('payment-refused'),
  },
  { statuses: is(413), judge: refuse(413) },
  { statuses: is(422), judge: refuse(422) },
  { statuses: is(500), text: /returned 422/i, judge: refuse(422) },
  { statuses: is(500), text: /returned 400/i, judge: refuse(400) },
  { statuses: is(400), judge: refuse(400) },
]
