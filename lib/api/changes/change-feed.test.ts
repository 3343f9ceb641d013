import { describe, expect, test } from 'vitest'
import type { ChangeDto } from '../contract/change'
import { atomFeed, type Feed, rssFeed } from './change-feed'
import { named, parseXml, textOf, type XmlElement } from './testdata/parse-xml'

const ATOM = 'http://www.w3.org/2005/Atom'
/** RFC 3339, as RFC 4287 wants dates. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const RFC_822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

const change = (
  id: number,
  about: Partial<Extract<ChangeDto, { kind: 'version-changed' }>> = {},
): ChangeDto => ({
  kind: 'version-changed',
  id,
  snapshot_id: id,
  found_at: `2026-11-25T03:40:0${id % 10}.500Z`,
  observed_at: '2026-11-25T03:39:00.000Z',
  node_uri: 'https://a.example:8935',
  orchestrator: null,
  before: '0.9.1',
  after: '0.9.2',
  ...about,
})

const feed = (about: Partial<Feed> = {}): Feed => ({
  changes: [change(9), change(8)],
  origin: 'https://offerings.example',
  self: 'https://offerings.example/api/v1/changes?format=atom&model=a%22%3Cb',
  first: 'https://offerings.example/api/v1/changes?format=atom',
  next: null,
  isSimulated: false,
  ...about,
})

/** Everything that XML forbids, and what would end an element, an attribute, a section or a comment. */
const HOSTILE = `\u0000\u0001\u0008\u000b\u001f\u007f\u0085\u2028\ud800x\udfff\ufffe\uffff\r\n"'&<script>]]></title><!-- --><![CDATA[ &amp; 😀`

describe('Atom (RFC 4287)', () => {
  const link = (element: XmlElement, rel: string) =>
    named(element, `${ATOM} link`).find(({ attributes }) => attributes.rel === rel)?.attributes

  test('a feed has an id, a title, a moment and an author, and every entry an id, a title, a moment and content', () => {
    const document = parseXml(atomFeed(feed()))
    expect(document.name).toBe(`${ATOM} feed`)
    expect(textOf(document, `${ATOM} id`)).toBe(feed().first)
    expect(textOf(document, `${ATOM} title`)).toBe('Livepeer Offerings: changes')
    expect(textOf(document, `${ATOM} updated`)).toBe('2026-11-25T03:40:09.500Z')
    const [author] = named(document, `${ATOM} author`)
    expect(author && textOf(author, `${ATOM} name`)).toBe('Livepeer Offerings')
    const entries = named(document, `${ATOM} entry`)
    expect(entries.map((entry) => textOf(entry, `${ATOM} id`))).toEqual([
      'https://offerings.example/api/v1/changes#9',
      'https://offerings.example/api/v1/changes#8',
    ])
    for (const entry of entries) {
      expect(new URL(textOf(entry, `${ATOM} id`)).protocol).toBe('https:')
      expect(textOf(entry, `${ATOM} title`)).toBe('a.example:8935: version changed from 0.9.1 to 0.9.2')
      expect(textOf(entry, `${ATOM} updated`)).toMatch(DATE)
      expect(textOf(entry, `${ATOM} content`)).toContain('after: 0.9.2')
      expect(link(entry, 'alternate')?.href).toBe(
        'https://offerings.example/api/v1/nodes/https%3A%2F%2Fa.example%3A8935',
      )
    }
  })

  test('it links to itself, and to the page behind it where there is one', () => {
    const document = parseXml(atomFeed(feed({ next: 'https://offerings.example/api/v1/changes?cursor=8' })))
    expect(link(document, 'self')).toEqual({
      rel: 'self',
      type: 'application/atom+xml',
      href: 'https://offerings.example/api/v1/changes?format=atom&model=a%22%3Cb',
    })
    expect(link(document, 'next')?.href).toContain('cursor=8')
    expect(link(parseXml(atomFeed(feed())), 'next')).toBeUndefined()
  })

  test('one in which nothing stands yet has all that a feed must have, and is the same at any time', () => {
    const empty = atomFeed(feed({ changes: [] }))
    expect(textOf(parseXml(empty), `${ATOM} updated`)).toMatch(DATE)
    expect(atomFeed(feed({ changes: [] }))).toBe(empty)
  })
})

test('what one sweep found alike at one node is one entry with all of it, called the same when its end is cut off', () => {
  const sweep = { snapshot_id: 7, found_at: '2026-11-25T03:40:00.500Z' }
  const alike = [5, 4, 3].map((id) => change(id, { ...sweep, before: `v${id}` }))
  for (const changes of [alike, alike.slice(0, 2)]) {
    const [entry, ...others] = named(parseXml(atomFeed(feed({ changes }))), `${ATOM} entry`)
    expect(others).toEqual([])
    expect(entry && textOf(entry, `${ATOM} id`)).toBe('https://offerings.example/api/v1/changes#5')
    const [channel] = named(parseXml(rssFeed(feed({ changes }))), 'channel')
    const [item] = channel ? named(channel, 'item') : []
    expect(item && textOf(item, 'guid')).toBe('https://offerings.example/api/v1/changes#5')
    expect(item && textOf(item, 'title')).toContain(`and ${changes.length - 1} more of`)
    for (const { id } of changes) expect(item && textOf(item, 'description')).toContain(`before: v${id}`)
  }
})

describe('RSS 2.0', () => {
  test('a channel has title, link and description, and every item a title, a guid and a date of RFC 822', () => {
    const document = parseXml(rssFeed(feed({ isSimulated: true })))
    expect([document.name, document.attributes.version]).toEqual(['rss', '2.0'])
    const [channel] = named(document, 'channel')
    if (!channel) throw new Error('no channel')
    expect(textOf(channel, 'title')).toBe('Livepeer Offerings: changes (simulated network)')
    expect(textOf(channel, 'link')).toBe('https://offerings.example/')
    expect(textOf(channel, 'description')).not.toBe('')
    expect(textOf(channel, 'lastBuildDate')).toBe('Wed, 25 Nov 2026 03:40:09 GMT')
    const [self] = named(channel, `${ATOM} link`)
    expect(self?.attributes).toMatchObject({ rel: 'self', type: 'application/rss+xml', href: feed().self })
    for (const item of named(channel, 'item')) {
      expect(textOf(item, 'title')).toContain('version changed')
      expect(textOf(item, 'pubDate')).toMatch(RFC_822)
      expect(named(item, 'guid')[0]?.attributes).toEqual({ isPermaLink: 'false' })
      expect(textOf(item, 'guid')).toMatch(/^https:\/\/offerings\.example\/api\/v1\/changes#\d+$/)
      expect(textOf(item, 'link')).toMatch(/^https:/)
    }
    expect(named(channel, 'item')).toHaveLength(2)
  })
})

describe('text of strangers', () => {
  const changes = [change(1, { node_uri: HOSTILE, before: HOSTILE, after: HOSTILE })]

  const namesIn = (element: XmlElement): string[] => [element.name, ...element.children.flatMap(namesIn)]

  test('makes no element and no broken document, in either form', () => {
    for (const write of [atomFeed, rssFeed])
      expect(namesIn(parseXml(write(feed({ changes }))))).toEqual(
        namesIn(parseXml(write(feed({ changes: [change(1)] })))),
      )
  })

  test('is there as far as XML can say it: what it cannot is U+FFFD', () => {
    const [entry] = named(parseXml(atomFeed(feed({ changes }))), `${ATOM} entry`)
    const title = entry ? textOf(entry, `${ATOM} title`) : ''
    expect(title).toContain(
      '\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\u007f\u0085\u2028\uFFFDx\uFFFD\uFFFD\uFFFD\r\n"\'&<script>',
    )
    expect(title).toContain('😀')
  })

  test('in a description of RSS, which readers take for HTML, it is text there too', () => {
    const [channel] = named(parseXml(rssFeed(feed({ changes }))), 'channel')
    const [item] = channel ? named(channel, 'item') : []
    const html = item ? textOf(item, 'description') : ''
    expect(html).toContain('&lt;script&gt;')
    expect(html.replaceAll('<br>', '')).not.toContain('<')
  })
})
