'use client'

import { type Freshness, freshnessOf } from '@/lib/domain/freshness'
import { Badge, type Tone } from './badge'
import { formatDuration } from './format'
import { CircleCheck, CircleX, Clock, History } from './icons'
import { useNow } from './use-now'

const FACES: Readonly<Record<Freshness, { label: string; tone: Tone; Icon: typeof Clock }>> = {
  fresh: { label: 'Fresh', tone: 'good', Icon: CircleCheck },
  ageing: { label: 'Ageing', tone: 'warn', Icon: Clock },
  stale: { label: 'Stale', tone: 'warn', Icon: History },
  expired: { label: 'Expired', tone: 'bad', Icon: CircleX },
}

/** Nothing until the page is alive: freshness is a statement about the reader's now. */
export function useFreshness(iso: string, cadenceMs: number): Freshness | null {
  const now = useNow()
  return now === null ? null : freshnessOf(now - Date.parse(iso), cadenceMs)
}

export function FreshnessBadge({ freshness, cadenceMs }: { freshness: Freshness; cadenceMs: number }) {
  const { label, tone, Icon } = FACES[freshness]
  return (
    <Badge Icon={Icon} tone={tone} title={`Nodes are asked every ${formatDuration(cadenceMs)}`}>
      {label}
    </Badge>
  )
}
