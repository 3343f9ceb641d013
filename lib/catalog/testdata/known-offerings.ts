import { expect } from 'vitest'
import type { Change, OfferingTerms } from '@/lib/domain/change'
import type { Offering } from '../offering'

/** What a client knows who reads a list and then nothing but changes. */
export type Known = Map<string, { readonly nodeUri: string; readonly terms: OfferingTerms }>

export const listed = (offerings: readonly Offering[]): Known =>
  new Map(
    offerings.map(({ id, nodeUri, state, price, unit, capacity }) => [
      id,
      {
        nodeUri,
        terms: {
          state,
          price:
            price.kind === 'stated' ? { kind: price.kind, price: price.price, unit } : { kind: price.kind },
          capacity,
        },
      },
    ]),
  )

/** Equal amounts are equal however they are written. */
const comparable = ({ state, price, capacity }: OfferingTerms) => [
  state,
  capacity,
  price.kind === 'stated' ? `${(price.price.wei * 60n) / price.price.perUnits} ${price.unit}` : price.kind,
]
export const contents = (known: Known) =>
  [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { terms }]) => [id, ...comparable(terms)])

/** What a client does with a change, which must fit what it knows. */
export function apply(known: Known, change: Change, reread: (nodeUri: string) => Known): void {
  switch (change.kind) {
    case 'offering-added':
      expect(known.has(change.offering.id)).toBe(false)
      known.set(change.offering.id, { nodeUri: change.nodeUri, terms: change.after })
      return
    case 'offering-gone':
      expect(known.delete(change.offering.id)).toBe(true)
      return
    case 'price-changed':
      update(known, change.offering.id, 'price', change)
      return
    case 'warmed':
    case 'cooled':
    case 'state-changed':
      update(known, change.offering.id, 'state', change)
      return
    case 'capacity-changed':
      update(known, change.offering.id, 'capacity', change)
      return
    case 'many-changes':
      for (const [id, { nodeUri }] of known) if (nodeUri === change.nodeUri) known.delete(id)
      for (const [id, offering] of reread(change.nodeUri)) known.set(id, offering)
      return
    default:
      return
  }
}

function update<Term extends keyof OfferingTerms>(
  known: Known,
  id: string,
  term: Term,
  { before, after }: { readonly before: OfferingTerms[Term]; readonly after: OfferingTerms[Term] },
): void {
  const offering = known.get(id)
  if (!offering) throw new Error(`${id} changed without being there`)
  expect(comparable({ ...offering.terms, [term]: before })).toEqual(comparable(offering.terms))
  known.set(id, { ...offering, terms: { ...offering.terms, [term]: after } })
}
