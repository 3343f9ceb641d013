import type { Policy, PolicySelection } from './policy'

/** Always there under the same names, so that whoever knows none can begin with one. Nobody can change them. */
export const BUILT_IN_POLICIES: readonly Policy[] = [
  builtIn('default-balanced', 'Price, reliability, times and free places together, loaded models first', {
    strategy: 'balanced',
  }),
  builtIn('default-cheapest', 'The lowest price, loaded models first', { strategy: 'cheapest' }),
  builtIn('default-fastest', 'Whoever is done soonest, loaded models first', { strategy: 'fastest' }),
  builtIn('default-reliable', 'The most reliable of the last 24 hours, loaded models first', {
    strategy: 'most-reliable',
  }),
  builtIn(
    'go-livepeer',
    'The features that a go-livepeer gateway asks for, in the order of its draw: by stake',
    {
      strategy: 'stake-weighted',
      like_go_livepeer: true,
      exploration: 0,
    },
  ),
]

function builtIn(name: string, description: string, selection: PolicySelection): Policy {
  return { name, description, filters: new Map(), selection, isPrivate: false, saved: null }
}

const NAMES: ReadonlySet<string> = new Set(BUILT_IN_POLICIES.map(({ name }) => name))

export const isBuiltInName = (name: string): boolean => NAMES.has(name)
