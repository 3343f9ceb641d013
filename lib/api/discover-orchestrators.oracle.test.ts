import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type GoldenDiscover, goldenAnswer, ourAnswer, parseGoldenDiscover } from './testdata/golden-discover'

/**
 * What go-livepeer's own functions answered (176aa415c: server/remote_discovery.go and the handler of
 * GET /discover-orchestrators in server/remote_signer.go), line by line. We agree, or the case is named here with the
 * reason why we chose otherwise.
 */
type Differences = Readonly<Record<string, string>>

const NORMAL_CURRENCY = 'we write the currency as we read it, in lower case without spaces'
const FOREIGN_ADDRESS = 'a node speaks for its own address only'
const FOREIGN_HOST = 'a runner is served from its own node’s host only'

/** However much nodes are trusted. */
const INTENDED: Differences = {
  'uri without scheme': 'we add the https that we dial; a gateway reads the bare text as a URL without host',
  'uri with userinfo, path, query': 'we neither dial nor hand on an address with credentials or a query',
  'query ?caps=a;b':
    'a query that cannot be read is refused; dropping it would answer with the whole network',
  'runner price as fraction string: whole document refused':
    'a bad runner costs that runner, and its good neighbours stay',
  "runner currency ' wei '": NORMAL_CURRENCY,
  'runner url blank': 'a runner without an http(s) URL can serve nobody',
  'random 118': NORMAL_CURRENCY,
}

/** When every node speaks for itself alone. */
const INTENDED_WHEN_STRICT: Differences = {
  ...INTENDED,
  'runner url on another host: kept': FOREIGN_HOST,
  'runners of one address in two documents': FOREIGN_ADDRESS,
  'discovery adds an address of its own': FOREIGN_ADDRESS,
  'orchestrator with an invalid uri still contributes its discovery': FOREIGN_ADDRESS,
  'random 16': FOREIGN_ADDRESS,
  'random 64': FOREIGN_HOST,
  'random 72': FOREIGN_ADDRESS,
  'random 74': FOREIGN_ADDRESS,
  'random 108': FOREIGN_ADDRESS,
  'random 110': FOREIGN_HOST,
  'random 156': FOREIGN_ADDRESS,
  'random 182': FOREIGN_ADDRESS,
  'random 230': FOREIGN_ADDRESS,
  'random 254': FOREIGN_HOST,
  'random 264': FOREIGN_ADDRESS,
}

const lines = ['discover-curated.jsonl', 'discover-random.jsonl'].flatMap((name) =>
  parseGoldenDiscover(readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8')),
)

test('all 215 golden lines are here, each under a name of its own, and every intended difference is one of them', () => {
  const names = new Set(lines.map(({ name }) => name))
  expect(names.size).toBe(215)
  expect(Object.keys(INTENDED_WHEN_STRICT).filter((name) => !names.has(name))).toEqual([])
})

describe.each([
  { trust: 'trusting', intended: INTENDED },
  { trust: 'strict', intended: INTENDED_WHEN_STRICT },
] as const)('go-livepeer and we, $trust', ({ trust, intended }) => {
  test.each(lines)('$name', async (line) => compare(line, await ourAnswer(line, trust), intended[line.name]))
})

function compare(
  line: GoldenDiscover,
  ours: Awaited<ReturnType<typeof ourAnswer>>,
  reason: string | undefined,
): void {
  if (reason === undefined) expect(ours).toEqual(goldenAnswer(line))
  else expect(ours, `no longer differs (${reason}): take it off the list`).not.toEqual(goldenAnswer(line))
}

/** The recording names real hosts, so it stays where the reference material is. */
const SHARED = '../shared/data'

describe.runIf(existsSync(`${SHARED}/oracle/discover-real.jsonl`))('the recorded network', () => {
  const read = (path: string) => readFileSync(`${SHARED}/${path}`, 'utf8')
  const Recording = z.object({ orchestrators: z.array(z.record(z.string(), z.unknown())) })

  test('go-livepeer and we choose the same of its 40 orchestrators, whatever is asked', async () => {
    const golden = parseGoldenDiscover(read('oracle/discover-real.jsonl'))
    expect(golden).toHaveLength(7)
    for (const line of golden) {
      const { orchestrators } = Recording.parse(parse(read(`${line.in.orchestrators_from}`)))
      expect(orchestrators).toHaveLength(40)
      const asked = { ...line, in: { ...line.in, orchestrators } }
      expect(await ourAnswer(asked, 'strict'), line.name).toEqual(goldenAnswer(line))
    }
  })
})
