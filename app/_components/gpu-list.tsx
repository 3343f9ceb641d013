import type { GpuDto } from '@/lib/api/contract/gpu'
import { displayText } from './display-text'
import { formatCount, formatGib, NBSP } from './format'
import { LongText } from './long-text'
import { Unknown } from './unknown'

/** Reported cards: `2 × RTX 4090 24 GiB`. */
export function GpuList({ gpus }: { gpus: readonly GpuDto[] }) {
  if (gpus.length === 0) return <Unknown reason="The node reports no hardware." />
  return (
    <ul>
      {gpus.map(({ name, reported_name, count, memory_total_bytes }) => (
        <li key={`${reported_name} ${memory_total_bytes}`} title={displayText(reported_name)}>
          {count > 1 && `${formatCount(count)}${NBSP}×${NBSP}`}
          <LongText text={name} max={40} what="card name" />
          {memory_total_bytes !== null && (
            <span className="text-muted">
              {' '}
              {formatGib(memory_total_bytes)}
              {NBSP}GiB
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
