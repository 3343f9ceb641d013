import { parseMoment } from '../listing/parse-moment'
import { quoted, type Reading, refused, taken } from '../listing/reading'

export function readMoment(text: string): Reading<number> {
  const at = parseMoment(text)
  return at === null
    ? refused(
        `${quoted(text)} is not a moment such as 2026-01-31 or 2026-01-31T12:00:00Z; in a URL write %2B for the + of a zone`,
      )
    : taken(at)
}

export const readWholeNumber =
  (from: number, to: number) =>
  (text: string): Reading<number> => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return value >= from && value <= to
      ? taken(value)
      : refused(`${quoted(text)} is not a whole number from ${from} to ${to}`)
  }

export const readOneOf =
  <T extends string>(values: readonly T[]) =>
  (text: string): Reading<T> => {
    const value = values.find((known) => known === text)
    return value === undefined ? refused(`${quoted(text)} is not one of ${values.join(', ')}`) : taken(value)
  }

export const NO_CURSOR = 'is not a next_cursor of this list; begin again without it'

/** The number of a row behind which a page begins. */
export const readCursor = (text: string): Reading<number> =>
  /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text))
    ? taken(Number(text))
    : refused(NO_CURSOR)
