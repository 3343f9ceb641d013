import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { decodeAnswer } from '@/lib/livepeer/decode-answer'
import { orchestratorJson } from '@/lib/livepeer/go-json'
import { parseCapabilitiesDocument } from './capabilities-document'
import { Devnet } from './devnet'
import { replayFleet } from './replay-fleet'
import { ask } from './test-client'

/** Beside the project where it exists; it is not ours to publish. */
const RECORDING = '../shared/data/network/getNetworkCapabilities-2026-04-21.json'

const DOCUMENT = `{"capabilities_names":{"27":"Text to image"},"orchestrators":[
  {"address":"","local_address":"0x0000000000000000000000000000000000000001","orch_uri":"","capabilities":null,"price_info":null,"capabilities_prices":null,"hardware":null},
  {"address":"0x0000000000000000000000000000000000000002","local_address":"0x0000000000000000000000000000000000000003","orch_uri":"https://x.example:8935",
   "capabilities":{"bitstring":[18446744073709551615,9007199254740993],"mandatories":[4096],"capacities":{"27":67542,"4294967295":1},"version":"0.8.6-0-dirty",
    "constraints":{"minVersion":"0.8.6","PerCapability":{"27":{"models":{"org/m":{}}},"35":{}}}},
   "price_info":{},
   "capabilities_prices":[{"pricePerUnit":9223372036854775807,"pixelsPerUnit":3,"capability":37,"constraint":"own"}],
   "hardware":[{"pipeline":"own"},{"pipeline":"text-to-image","model_id":"org/m","gpu_info":{"0":{"id":"GPU-1","name":"N","major":12,"memory_total":34190917632}}}]},
  {"address":"0x0000000000000000000000000000000000000002","local_address":"0x0000000000000000000000000000000000000003","orch_uri":"https://x.example:8935",
   "capabilities":{"constraints":{}},"price_info":{"pixelsPerUnit":1},"capabilities_prices":null,"hardware":null}]}`

test('every row of a document comes back over the wire as it was', () => expectReplayed(DOCUMENT))

describe.runIf(existsSync(RECORDING))('with the recording beside the project', () => {
  test('all 40 rows of the recorded network come back over the wire as they were', async () => {
    const text = readFileSync(RECORDING, 'utf8')
    expect(parseCapabilitiesDocument(text)).toHaveLength(40)
    await expectReplayed(text)
  })
})

async function expectReplayed(document: string): Promise<void> {
  const rows = parseCapabilitiesDocument(document)
  const devnet = await Devnet.start({ fleet: replayFleet(document) })
  try {
    const answers = await Promise.all(devnet.orchestrators.map((orchestrator) => ask(orchestrator)))
    for (const [i, row] of rows.entries()) {
      const answer = decodeAnswer(answers[i]?.bytes ?? new Uint8Array(0))
      expect(answer).toMatchObject({
        transcoder: row.orch_uri,
        recipient: row.address,
        localAddress: row.local_address,
        addressLength: 20,
        capabilities: row.capabilities,
        priceInfo: row.price_info,
        hardware: row.hardware,
      })
      // Prices come in the order of a Go map, all else as recorded.
      expect([...answer.capabilitiesPrices].sort(byText)).toEqual([...row.capabilities_prices].sort(byText))
    }
    // And as JSON, past our own reading of the document.
    const rendered = answers.map(({ bytes }) => orchestratorJson(decodeAnswer(bytes ?? new Uint8Array(0))))
    expect(rowsOf(`{"orchestrators":[${rendered.join(',')}]}`)).toEqual(rowsOf(document))
  } finally {
    await devnet.stop()
  }
}

/** The known keys of each row with exact numbers; prices in one order. */
function rowsOf(document: string) {
  const rows = AnyDocument.parse(parse(document, null, { parseNumber: BigInt })).orchestrators
  return rows.map(({ capabilities_prices: prices, ...row }) => ({
    ...Object.fromEntries(KEYS.map((key) => [key, row[key]])),
    capabilities_prices: prices && [...prices].sort(byText),
  }))
}

const KEYS = ['address', 'local_address', 'orch_uri', 'capabilities', 'price_info', 'hardware']
const AnyDocument = z.object({
  orchestrators: z.array(z.looseObject({ capabilities_prices: z.array(z.looseObject({})).nullable() })),
})

const byText = (a: object, b: object): number => (text(a) < text(b) ? -1 : 1)
const text = (value: object): string =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item))
