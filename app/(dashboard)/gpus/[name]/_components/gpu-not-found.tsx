'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { gpuNameOfSegment } from '../../../../_components/gpu-href'
import { Cpu } from '../../../../_components/icons'
import { useKeepAsOf } from '../../../../_components/use-as-of'

/** In place of a card that nobody reports: where else to look. */
export function GpuNotFound() {
  const written = gpuNameOfSegment(usePathname().replace(/^\/gpus\//, '')) ?? ''
  const keepAsOf = useKeepAsOf()
  return (
    <div className="mx-auto max-w-xl py-16">
      <Cpu aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold break-words">
        Nobody reports a card called <bdi>{shortenMiddle(displayText(written), 80)}</bdi>
      </h1>
      <p className="mt-1 mb-4 text-muted">No answer that counts names one.</p>
      <p className="flex flex-wrap gap-2">
        <Link className="button" href={keepAsOf('/gpus')}>
          All cards
        </Link>
        <Link
          className="button"
          href={`/changes?${new URLSearchParams({ kind: 'gpu-added,gpu-gone', gpu: written })}`}
        >
          When it came and went
        </Link>
      </p>
    </div>
  )
}
