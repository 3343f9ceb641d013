'use client'

import Link from 'next/link'
import { Abbreviated } from './abbreviated'
import { modelHref } from './model-href'
import { useKeepAsOf } from './use-as-of'

/** A model, or a pipeline whose nodes name none, with the way to its page. */
export function ModelLink({ id, max }: { id: string; max: number }) {
  const keepAsOf = useKeepAsOf()
  return (
    <Link href={keepAsOf(modelHref(id))} prefetch={false} className="link">
      <Abbreviated text={id} max={max} />
    </Link>
  )
}
