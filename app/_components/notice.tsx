import type { ReactNode } from 'react'
import { CircleAlert, Info, TriangleAlert } from './icons'

const TONES = {
  plain: { Icon: Info, look: 'border-line bg-surface', ink: 'text-muted' },
  warn: { Icon: TriangleAlert, look: 'border-warn bg-warn-soft', ink: 'text-warn' },
  bad: { Icon: CircleAlert, look: 'border-bad bg-bad-soft', ink: 'text-bad' },
} as const

/** A sentence about the state of the page, with what can be done. Its title alone is announced: the rest may tick. */
export function Notice({
  tone,
  title,
  action,
  children,
}: {
  tone: keyof typeof TONES
  title: string
  action?: ReactNode
  children?: ReactNode
}) {
  const { Icon, look, ink } = TONES[tone]
  return (
    <div className={`mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border px-3 py-2 ${look}`}>
      <div className="flex min-w-0 flex-1 basis-64 gap-2">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
        <div className="min-w-0 text-sm">
          <p role="status" className={`font-medium ${tone === 'plain' ? '' : ink}`}>
            {title}
          </p>
          {children && <div>{children}</div>}
        </div>
      </div>
      {action}
    </div>
  )
}
