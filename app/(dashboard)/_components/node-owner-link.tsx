'use client'

import Link from 'next/link'
import { Abbreviated } from '../../_components/abbreviated'
import { displayUri } from '../../_components/display-text'
import { useKeepAsOf } from '../../_components/use-as-of'
import { nodeHref } from './node-href'

/** A node by its address, with the way to its row: at whoever is paid for it, where nobody is known to be among all nodes. */
export function NodeOwnerLink({ nodeUri, orchestrator }: { nodeUri: string; orchestrator: string | null }) {
  const keepAsOf = useKeepAsOf()
  const place = nodeHref(orchestrator, nodeUri)
  return (
    <Link href={keepAsOf(place)} className="link">
      <Abbreviated text={displayUri(nodeUri)} max={48} />
    </Link>
  )
}
