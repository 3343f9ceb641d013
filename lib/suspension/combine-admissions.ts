import type { Admission } from '@/lib/domain/admission'

/** An offering is trusted no further than its node: the stricter of the two. */
export function combineAdmissions(offering: Admission, node: Admission): Admission {
  const [a, b] = RANK[offering.kind] >= RANK[node.kind] ? [offering, node] : [node, offering]
  if (a.kind === 'suspended' && b.kind === 'suspended') return longer(a, b)
  if (a.kind === 'trial' && b.kind === 'trial') return { kind: 'trial', isTaken: a.isTaken || b.isTaken }
  if (a.kind === 'recovering' && b.kind === 'recovering') return a.share <= b.share ? a : b
  return a
}

const RANK: Readonly<Record<Admission['kind'], number>> = {
  trusted: 0,
  recovering: 1,
  trial: 2,
  suspended: 3,
}

type Suspended = Extract<Admission, { kind: 'suspended' }>

/** An operator's stands before one that nobody placed. */
function longer(a: Suspended, b: Suspended): Suspended {
  if (a.isByHand !== b.isByHand) return a.isByHand ? a : b
  return endOf(a) >= endOf(b) ? a : b
}

const endOf = ({ reopensAt }: Suspended): number => reopensAt ?? Number.POSITIVE_INFINITY
