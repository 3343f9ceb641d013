import type { PoolMember } from '@/lib/domain/pool-member'
import type { SourceReading } from '@/lib/domain/source-reading'

/** What stands behind an orchestrator, LPT × 10^18, as the chain was last read; null where it was not. */
export function createStakes(
  readings: () => ReadonlyMap<string, SourceReading>,
): (orchestrator: string) => bigint | null {
  let known: {
    readonly members: readonly PoolMember[]
    readonly stakes: ReadonlyMap<string, bigint>
  } | null = null
  return (orchestrator) => {
    const members = membersOf(readings())
    if (members === null) return null
    if (known?.members !== members)
      known = {
        members,
        stakes: new Map(
          members.flatMap(({ address, stakeWei }) => (stakeWei === null ? [] : [[address, stakeWei]])),
        ),
      }
    return known.stakes.get(orchestrator) ?? null
  }
}

/** Of the chains that are read there is one at most. */
function membersOf(readings: ReadonlyMap<string, SourceReading>): readonly PoolMember[] | null {
  for (const { facts } of readings.values()) if (facts?.kind === 'chain') return facts.members
  return null
}
