'use client'

import Link from 'next/link'
import { Abbreviated } from './abbreviated'
import { orchestratorHref } from './orchestrator-href'
import { Unknown } from './unknown'
import { useKeepAsOf } from './use-as-of'

/** Who gets paid, by name where one is known and by address, with the way to its page. */
export function OrchestratorLink({ address, name }: { address: string | null; name: string | null }) {
  const keepAsOf = useKeepAsOf()
  if (address === null) return <Unknown reason="The node names no orchestrator address." />
  return (
    <Link href={keepAsOf(orchestratorHref(address))} prefetch={false} className="link">
      {name === null ? (
        <span className="font-mono text-xs">
          <Abbreviated text={address} max={13} />
        </span>
      ) : (
        <Abbreviated text={name} max={32} />
      )}
    </Link>
  )
}
