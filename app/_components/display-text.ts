/** Text that strangers chose (model ids, versions, error details), made safe to set among our own words. */

/** Control, bidirectional-override, zero-width and tag characters: invisible, and able to reorder or forge a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu
/** More marks than any script stacks on one letter; they would paint over neighbouring rows. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu

/** One line of visible characters; an invisible one becomes the replacement sign, so that no name passes for another. */
export const displayText = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(INVISIBLE, '\ufffd')
    .replace(STACKED_MARKS, '$1')

/** At most `max` characters, the middle left out: both the family and the version of a name stay readable. */
export function shortenMiddle(text: string, max: number): string {
  const characters = [...text]
  if (characters.length <= max) return text
  const head = Math.ceil((max - 1) / 2)
  const tail = max - 1 - head
  return `${characters.slice(0, head).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`
}

/** `https://orch.example:8935` becomes `orch.example`, for titles: without what most addresses have. */
export const displayHost = (uri: string): string =>
  displayText(uri.replace(/^https?:\/\//, '').replace(/:8935$/, ''))

/** `https://orch.example:8935` becomes `orch.example:8935`: every node speaks TLS, the scheme says nothing. */
export const displayUri = (uri: string): string => displayText(uri).replace(/^https:\/\/(?=.)/, '')
