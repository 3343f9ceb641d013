import type { ReactNode } from 'react'
import type { Icon } from './icon'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

const TONES: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  plain: 'bg-hover text-muted',
}

/** A status as word, shape and colour. */
export function Badge({
  Icon,
  tone,
  title,
  children,
}: {
  Icon: Icon
  tone: Tone
  title?: string
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={`inline-flex items-baseline gap-1 rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 self-center" />
      {children}
    </span>
  )
}
