import { redirect } from 'next/navigation'
import type { CatalogReader } from '@/lib/api/reader'
import { AS_OF } from '@/lib/api/search-params'
import type { Runtime } from '@/lib/runtime'
import { AGO, TIME_PRESETS } from '../_components/shell/time-presets'

/** The catalog that a page shows. */
export type PageMoment =
  | {
      readonly kind: 'shown'
      readonly reader: CatalogReader
      /** As it stands in the address, and in ms; null: now. */
      readonly asOf: string | null
      readonly at: number | null
    }
  | { readonly kind: 'refused'; readonly detail: string; readonly oldestAt: string | null }

/** A moment as a field of a form has it, which without scripts is meant in UTC. */
const FIELD_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/

/** What the address says of the moment to be shown. What a form without scripts sends is turned into an address first. */
export async function momentOfPage(
  rt: Pick<Runtime, 'read' | 'past'>,
  { path, params, now }: { path: string; params: URLSearchParams; now: number },
): Promise<PageMoment> {
  const plain = plainMoment(params, now)
  if (plain !== undefined) {
    const next = new URLSearchParams(params)
    for (const name of [AS_OF, AGO]) next.delete(name)
    if (plain !== null) next.set(AS_OF, plain)
    redirect(next.size === 0 ? path : `${path}?${next}`)
  }
  const texts = params.getAll(AS_OF)
  const [asOf = null] = texts
  if (asOf === null) return { kind: 'shown', reader: rt.read, asOf: null, at: null }
  const past = await rt.past(texts)
  return past.kind === 'kept' ? { kind: 'shown', reader: past.reader, asOf, at: Date.parse(asOf) } : past
}

/** Undefined where the address says it already; null: now. */
function plainMoment(params: URLSearchParams, now: number): string | null | undefined {
  const ago = TIME_PRESETS.find(({ key }) => key === params.get(AGO))
  if (ago) return new Date(now - ago.ms).toISOString()
  const asOf = params.get(AS_OF)
  if (asOf === '') return null
  return asOf !== null && FIELD_MOMENT.test(asOf) ? `${asOf}Z` : undefined
}
