import type { ChangeDto } from '../contract/change'
import { changeTitle } from '../contract/change-title'
import { type FoldedChange, foldChanges, latestId } from '../contract/fold-changes'
import { foldedTitle } from '../contract/folded-title'
import { MEDIA_TYPES } from './change-format'
import { xmlText } from './xml-text'

/** What a feed is made of: each entry says what one sweep found alike at one node, and names all of it. */
export interface Feed {
  readonly changes: readonly ChangeDto[]
  /** Where it was asked for: `https://offerings.example`. */
  readonly origin: string
  /** The addresses of this page, of the first one, and of the one behind this. */
  readonly self: string
  readonly first: string
  readonly next: string | null
  readonly isSimulated: boolean
}

const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
const ATOM = 'http://www.w3.org/2005/Atom'
/** Of a feed in which nothing stands yet: it must have a moment, and keep to it. */
const BEGINNING = 0
const SUBTITLE = 'What changes on the Livepeer network, as sweeps find it.'

/** RFC 4287, with the pages of RFC 5005. */
export function atomFeed(feed: Feed): string {
  const { changes, self, first, next } = feed
  return [
    HEAD,
    `<feed xmlns="${ATOM}" xml:lang="en">\n`,
    element('id', first),
    element('title', titleOf(feed)),
    element('subtitle', SUBTITLE),
    element('updated', latestOf(changes)),
    `<author>${element('name', 'Livepeer Offerings').trim()}</author>\n`,
    link('self', MEDIA_TYPES.atom, self),
    ...(next === null ? [] : [link('next', MEDIA_TYPES.atom, next)]),
    ...foldChanges(changes, { isCut: next !== null }).map((folded) => entry(folded, feed)),
    '</feed>\n',
  ].join('')
}

const entry = (folded: FoldedChange, feed: Feed): string =>
  [
    '<entry>\n',
    element('id', idOf(folded, feed)),
    element('title', foldedTitle(folded)),
    element('updated', folded.change.found_at),
    element('published', folded.change.found_at),
    ...kindsOf(folded).map((kind) => `<category term="${xmlText(kind)}"/>\n`),
    link('alternate', 'application/json', subjectOf(folded.change, feed)),
    `<content type="text">${xmlText(bodyOf(folded))}</content>\n`,
    '</entry>\n',
  ].join('')

/** RSS 2.0 as the RSS Advisory Board keeps it, with a link to itself as its validators ask for. */
export function rssFeed(feed: Feed): string {
  const { changes, origin, self, next } = feed
  return [
    HEAD,
    `<rss version="2.0" xmlns:atom="${ATOM}">\n<channel>\n`,
    element('title', titleOf(feed)),
    element('link', `${origin}/`),
    element('description', SUBTITLE),
    element('language', 'en'),
    element('lastBuildDate', rfc822(latestOf(changes))),
    `<atom:link rel="self" type="${MEDIA_TYPES.rss}" href="${xmlText(self)}"/>\n`,
    ...foldChanges(changes, { isCut: next !== null }).map((folded) => item(folded, feed)),
    '</channel>\n</rss>\n',
  ].join('')
}

const item = (folded: FoldedChange, feed: Feed): string =>
  [
    '<item>\n',
    element('title', foldedTitle(folded)),
    element('link', subjectOf(folded.change, feed)),
    `<guid isPermaLink="false">${xmlText(idOf(folded, feed))}</guid>\n`,
    element('pubDate', rfc822(folded.change.found_at)),
    ...kindsOf(folded).map((kind) => element('category', kind)),
    // Readers take it for HTML, which is then text of XML.
    element('description', xmlText(bodyOf(folded)).replaceAll('\n', '<br>')),
    '</item>\n',
  ].join('')

const element = (name: string, text: string): string => `<${name}>${xmlText(text)}</${name}>\n`
const link = (rel: string, type: string, href: string): string =>
  `<link rel="${rel}" type="${type}" href="${xmlText(href)}"/>\n`

const titleOf = ({ isSimulated }: Feed): string =>
  `Livepeer Offerings: changes${isSimulated ? ' (simulated network)' : ''}`

/**
 * That of the latest of them, which is the last to fall off the end of a feed: an entry of which the end is cut off is
 * still the same one, where the latest stand first.
 */
const idOf = (folded: FoldedChange, { origin }: Feed): string =>
  `${origin}/api/v1/changes#${latestId(folded)}`

const kindsOf = ({ change, rest }: FoldedChange): string[] => [
  ...new Set([change, ...rest].map(({ kind }) => kind)),
]

const subjectOf = (change: ChangeDto, { origin }: Feed): string =>
  'node_uri' in change
    ? // Half a character has no encoding.
      `${origin}/api/v1/nodes/${encodeURIComponent(change.node_uri.replace(/\p{Surrogate}/gu, '\uFFFD'))}`
    : `${origin}/api/v1/sweeps`

const latestOf = (changes: readonly ChangeDto[]): string =>
  new Date(Math.max(BEGINNING, ...changes.map(({ found_at }) => Date.parse(found_at)))).toISOString()

/** Which RFC 822 has with two digits for the year, and RSS with four. */
const rfc822 = (moment: string): string => new Date(moment).toUTCString()

const bodyOf = ({ change, rest }: FoldedChange): string => [change, ...rest].map(factsOf).join('\n\n')

/** All that is known of it, a fact to a line. */
function factsOf(change: ChangeDto): string {
  const facts = Object.entries(change).flatMap(([key, value]): string[] => {
    if (value === null || key === 'kind' || key === 'id') return []
    return [`${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`]
  })
  return [changeTitle(change), ...facts].join('\n')
}
