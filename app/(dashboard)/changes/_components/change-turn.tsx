import type { ReactNode } from 'react'
import type { ChangeDto } from '@/lib/api/contract/change'
import { isRefusal, type OutcomeKind } from '@/lib/domain/outcome'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { formatDecimal, parsePrice } from '@/lib/domain/price'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../_components/format'
import { MoveRight } from '../../../_components/icons'
import { Quantity } from '../../../_components/quantity'
import { SHORT_UNITS } from '../../../_components/short-units'
import { StateBadge } from '../../../_components/state-badge'
import { Unknown } from '../../../_components/unknown'

type Shown = Exclude<ChangeDto, { kind: 'snapshot' }>
type PriceChange = Extract<Shown, { kind: 'price-changed' }>
type Terms = NonNullable<Extract<Shown, { kind: 'offering-added' }>['after']>

/** What was before and what is now. */
export function ChangeTurn({ change }: { change: Shown }) {
  switch (change.kind) {
    case 'price-changed':
      return (
        <>
          <Turn before={<Amount {...change.before} />} after={<Amount {...change.after} />} />
          <Percent change={change} />
        </>
      )
    case 'warmed':
    case 'cooled':
    case 'state-changed':
      return (
        <Turn before={<StateBadge state={change.before} />} after={<StateBadge state={change.after} />} />
      )
    case 'capacity-changed':
      return <Turn before={<Slots count={change.before} />} after={<Slots count={change.after} />} />
    case 'offering-added':
      return <TermsText terms={change.after} />
    case 'offering-gone':
      return (
        <TermsText terms={change.before}>
          <span className="text-muted">{GONE[change.reason]}</span>
        </TermsText>
      )
    case 'gpu-added':
    case 'gpu-gone':
      return (
        <>
          <bdi>{displayText(change.gpu)}</bdi>:{' '}
          <Turn before={formatCount(change.before)} after={formatCount(change.after)} />
        </>
      )
    case 'health-changed':
      return <Turn before={change.before} after={change.after} />
    case 'version-changed':
      return <Turn before={<Text text={change.before} />} after={<Text text={change.after} />} />
    case 'region-changed':
      return (
        <Turn
          before={<Text text={change.before?.name ?? null} />}
          after={<Text text={change.after?.name ?? null} />}
        />
      )
    case 'node-silent':
      return <Reason words={silence(change.after.outcome)} detail={change.after.detail} />
    case 'node-back':
      return <Reason words={`It was ${change.before.outcome} before.`} detail={null} />
    case 'node-joined':
      return <Reason words={`Its first answer: ${change.after.outcome}.`} detail={change.after.detail} />
    case 'node-left':
      return <Reason words="No source names it any more." detail={null} />
    case 'node-stale':
      return <Reason words={`Not heard since ${formatMoment(change.last_answer_at)}.`} detail={null} />
    case 'suspended':
      return <Reason words={change.by_hand ? 'By the operator:' : 'By its jobs:'} detail={change.cause} />
    case 'resumed':
      return <Reason words={`It got none since ${formatMoment(change.suspended_since)}.`} detail={null} />
    case 'many-changes':
      return <Reason words={`${formatPlural(change.left_out, 'further change')} not listed.`} detail={null} />
  }
}

const silence = (outcome: OutcomeKind): string =>
  isRefusal(outcome)
    ? `It answered before; now it refuses us: ${outcome}.`
    : `It answered before; now ${outcome}.`

const GONE = {
  withdrawn: 'stated no more',
  expired: 'stated too long ago',
  'node-left': 'its node left',
} as const

function Turn({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <span className="text-muted">{before}</span>
      <MoveRight aria-hidden className="size-3.5 shrink-0 self-center text-muted" />
      <span className="sr-only">became</span>
      <span className="font-medium">{after}</span>
    </span>
  )
}

function Amount({ price, price_problem }: PriceChange['after']) {
  if (price === null)
    return (
      <Unknown
        reason={
          price_problem === 'invalid' ? 'The stated price cannot be used.' : 'The node states no price.'
        }
      />
    )
  return <Quantity value={perUnit(price)} unit={SHORT_UNITS[price.unit]} />
}

function perUnit({ wei, per_units }: { wei: string; per_units: string; unit: PriceUnit }): string {
  const price = parsePrice(BigInt(wei), BigInt(per_units))
  // The API sends none that is no price.
  return price ? formatDecimal(price) : wei
}

function Percent({ change: { change_percent } }: { change: PriceChange }) {
  if (change_percent === null) return null
  const isLower = change_percent.startsWith('-')
  return (
    <span className={`ml-2 whitespace-nowrap ${isLower ? 'text-good' : 'text-warn'}`}>
      {isLower ? '−' : '+'}
      {change_percent.replace('-', '')} %
    </span>
  )
}

function Slots({ count }: { count: number | null }) {
  return count === null ? <Unknown reason="It states no capacity." /> : formatPlural(count, 'slot')
}

function Text({ text }: { text: string | null }) {
  return text === null ? <Unknown reason="Nobody says." /> : <bdi>{displayText(text)}</bdi>
}

function TermsText({
  terms: { state, capacity, ...amount },
  children,
}: {
  terms: Terms
  children?: ReactNode
}) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StateBadge state={state} />
      <Amount {...amount} />
      {capacity !== null && <span className="text-muted">{formatPlural(capacity, 'slot')}</span>}
      {children}
    </span>
  )
}

function Reason({ words, detail }: { words: string; detail: string | null }) {
  return (
    <span>
      {words} {detail !== null && <bdi className="text-muted">{displayText(detail)}</bdi>}
    </span>
  )
}
