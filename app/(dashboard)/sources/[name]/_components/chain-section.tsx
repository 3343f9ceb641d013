'use client'

import type { ReactNode } from 'react'
import type { SourceDetailDto } from '@/lib/api/contract/source-detail'
import { Badge } from '../../../../_components/badge'
import { CopyExact } from '../../../../_components/copy-exact'
import { displayText } from '../../../../_components/display-text'
import {
  formatCount,
  formatExact,
  formatMoment,
  formatNumber,
  formatPlural,
} from '../../../../_components/format'
import { CircleCheck, CircleX, History } from '../../../../_components/icons'
import { RelativeTime } from '../../../../_components/relative-time'
import { LongList } from '../../_components/long-list'
import { MembersTable } from './members-table'

type Chain = NonNullable<SourceDetailDto['chain']>

const TIME_STEP_MS = 10_000

/** The pool of orchestrators as the chain states it at one block. */
export function ChainSection({ chain }: { chain: Chain }) {
  const { network, block, block_time, round, members, eth_usd } = chain
  const active = members.filter(({ is_active }) => is_active === true).length
  return (
    <section aria-labelledby="chain-title" className="panel min-w-0">
      <h2 id="chain-title" className="px-3 pt-3 text-lg font-semibold">
        {formatCount(active)} of {formatPlural(members.length, 'member')} of the pool{' '}
        {active === 1 ? 'is' : 'are'} active in round {formatExact(round)}
      </h2>
      <dl className="grid gap-x-8 gap-y-2 px-3 pt-1 pb-3 text-sm sm:flex sm:flex-wrap">
        <Fact name="Network">
          <bdi>{displayText(network)}</bdi>
        </Fact>
        <Fact name="Block">{formatExact(block)}</Fact>
        <Fact name="Block time">
          <time dateTime={block_time}>{formatMoment(block_time)}</time>{' '}
          <span className="text-muted">
            (<RelativeTime iso={block_time} stepMs={TIME_STEP_MS} />)
          </span>
        </Fact>
        <Fact name="One ETH">
          <EthUsd reading={eth_usd} />
        </Fact>
      </dl>
      {members.length > 0 && (
        <LongList items={members} one="member" many="members">
          {(shown) => <MembersTable members={shown} />}
        </LongList>
      )}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">{name}</dt>
    <dd>{children}</dd>
  </div>
)

const RATES = {
  fresh: { label: 'Fresh', tone: 'good', Icon: CircleCheck },
  stale: { label: 'Stale', tone: 'warn', Icon: History },
  unusable: { label: 'Unusable', tone: 'bad', Icon: CircleX },
} as const

function EthUsd({ reading: { kind, usd, updated_at, problem } }: { reading: Chain['eth_usd'] }) {
  const { label, tone, Icon } = RATES[kind]
  return (
    <>
      {usd !== null && (
        <>
          <CopyExact short={formatNumber(usd)} exact={formatExact(usd)} />{' '}
          <span className="text-muted">USD</span>{' '}
        </>
      )}
      <Badge Icon={Icon} tone={tone}>
        {label}
      </Badge>
      {updated_at !== null && (
        <span className="text-muted">
          {' '}
          the feed changed it <RelativeTime iso={updated_at} stepMs={TIME_STEP_MS} />
        </span>
      )}
      {problem !== null && (
        <span className="block max-w-[70ch]">
          <bdi>{displayText(problem)}</bdi>
        </span>
      )}
    </>
  )
}
