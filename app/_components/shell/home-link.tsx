'use client'

import Link from 'next/link'
import { useKeepAsOf } from '../use-as-of'

export function HomeLink() {
  const keepAsOf = useKeepAsOf()
  return (
    <Link href={keepAsOf('/')} prefetch={false} className="text-base font-semibold whitespace-nowrap">
      Livepeer Offerings
    </Link>
  )
}
