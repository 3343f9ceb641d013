import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { pipelineOf } from '@/lib/domain/pipeline'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { parseWebhookList } from '@/lib/sources/parse-webhook-list'

/** More answers of go-livepeer's own functions (176aa415c), and where we chose otherwise. */
const INTENDED: Readonly<Record<string, string>> = {
  '[{"address":"HTTPS://A:1"}]':
    'a list gives addresses as stated; parseServiceUri brings them into one spelling',
  'pipeline of capability 13': 'a capability without a name is shown by its number instead of hidden',
  'pipeline of capability 39': 'a capability without a name is shown by its number instead of hidden',
  'parse_uri ': 'nothing is no URI; Go makes "https:" of it, which nobody can dial',
  'parse_uri httpfoo:1': 'a host may begin with http; Go takes it for a scheme and finds no host',
  'parse_uri https://': 'a URI without a host is refused instead of kept',
}

/** Addresses of a list; null where the list is an error. */
const Webhook = z
  .object({
    name: z.string(),
    in: z.object({ op: z.literal('webhook'), body: z.string() }),
    out: z.object({ infos: z.array(z.object({ url: z.string() })).optional() }),
  })
  .transform(({ name, in: { body }, out: { infos } }) => {
    const list = parseWebhookList(body)
    return {
      name,
      ours: list.ok ? list.entries.map((entry) => entry.uri) : null,
      golden: infos?.map(({ url }) => url) ?? null,
    }
  })

const Pipeline = z
  .object({
    name: z.string(),
    in: z.object({ op: z.literal('pipeline'), capability: z.number() }),
    out: z.object({ pipeline: z.string() }),
  })
  .transform(({ name, in: { capability }, out: { pipeline } }) => ({
    name,
    ours: pipelineOf(capability),
    golden: pipeline,
  }))

const ParsedUri = z
  .object({
    name: z.string(),
    in: z.object({ op: z.literal('parse_uri'), uri: z.string() }),
    out: z.object({ uri: z.string() }),
  })
  .transform(({ name, in: { uri }, out }) => {
    const result = parseServiceUri(uri)
    return { name, ours: result.ok ? result.uri : null, golden: out.uri }
  })

const lines = readFileSync(new URL('testdata/misc.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => z.union([Webhook, Pipeline, ParsedUri]).parse(JSON.parse(line)))

test('all 41 golden lines are here, each under a name of its own, and every intended difference is one of them', () => {
  const names = new Set(lines.map(({ name }) => name))
  expect(names.size).toBe(41)
  expect(Object.keys(INTENDED).filter((name) => !names.has(name))).toEqual([])
})

describe('go-livepeer and we', () => {
  test.each(lines)('$name', ({ name, ours, golden }) => {
    const reason = INTENDED[name]
    if (reason === undefined) expect(ours).toEqual(golden)
    else expect(ours, `no longer differs (${reason}): take it off the list`).not.toEqual(golden)
  })
})
