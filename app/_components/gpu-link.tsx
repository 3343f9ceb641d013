'use client'

import Link from 'next/link'
import { Abbreviated } from './abbreviated'
import { gpuHref } from './gpu-href'
import { useKeepAsOf } from './use-as-of'

/** A card by its short name, with the way to its page. */
export function GpuLink({ name, max }: { name: string; max: number }) {
  const keepAsOf = useKeepAsOf()
  return (
    <Link href={keepAsOf(gpuHref(name))} prefetch={false} className="link">
      <Abbreviated text={name} max={max} />
    </Link>
  )
}
