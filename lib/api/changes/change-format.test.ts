import { expect, test } from 'vitest'
import { acceptedFormat } from './change-format'

test.each([
  [null, 'json'],
  ['*/*', 'json'],
  ['image/png', 'json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'json'],
  ['application/atom+xml', 'atom'],
  ['application/rss+xml, application/atom+xml;q=0.9', 'rss'],
  ['application/rss+xml;q=0.2, Application/Atom+XML ; q=0.9', 'atom'],
  ['application/atom+xml, application/rss+xml', 'atom'],
  ['application/x-ndjson', 'ndjson'],
  ['application/atom+xml;q=0, application/json', 'json'],
  ['application/atom+xml;q=x', 'json'],
  ['text/event-stream', 'json'],
  [`${'text/x,'.repeat(1_000)}application/atom+xml`, 'json'],
])('whoever accepts %s gets %s', (accept, format) =>
  expect(acceptedFormat(accept, ['json', 'ndjson', 'atom', 'rss'])).toBe(format),
)
