import { expect, test } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/domain/eth-address'
import { ReplayError } from './capabilities-document'
import { replayFleet } from './replay-fleet'

const replayRow = (row: string) => {
  const [node] = replayFleet(`{"capabilities_names":{},"orchestrators":[${row}]}`)
  if (!node) throw new Error('no row was replayed')
  return node
}

test('a row of nulls is an answer that leaves all of it out', () => {
  const node = replayRow(
    `{"address":"","local_address":"${ZERO_ADDRESS}","orch_uri":"","capabilities":null,"price_info":null,"capabilities_prices":null,"hardware":null}`,
  )
  expect(node.recipient).toBeNull()
  expect(node.offer).toMatchObject({
    transcoder: '',
    capabilities: null,
    basePrice: null,
    prices: [],
    hardware: [],
  })
})

test('an empty object is there and zero, which is not the same as null', () => {
  const { offer } = replayRow(`{"capabilities":{"constraints":{}},"price_info":{}}`)
  expect(offer.basePrice).toEqual({ pricePerUnit: 0n, pixelsPerUnit: 0n, capability: 0, constraint: '' })
  expect(offer.capabilities).toMatchObject({ bitstring: [], version: '', constraints: { minVersion: '' } })
  expect(replayRow(`{"capabilities":{}}`).offer.capabilities?.constraints).toBeNull()
})

test('all 64 bits survive', () => {
  const { offer } = replayRow(
    `{"capabilities":{"bitstring":[18446744073709551615]},"price_info":{"pricePerUnit":9223372036854775807,"pixelsPerUnit":-9223372036854775808}}`,
  )
  expect(offer.capabilities?.bitstring).toEqual([2n ** 64n - 1n])
  expect(offer.basePrice).toMatchObject({ pricePerUnit: 2n ** 63n - 1n, pixelsPerUnit: -(2n ** 63n) })
})

test('two rows that are exactly alike are two orchestrators', () => {
  const row = `{"orch_uri":"https://twin.example:8935"}`
  const twins = replayFleet(`{"orchestrators":[${row},${row}]}`)
  expect(twins.map(({ name }) => name)).toEqual(['replay-1', 'replay-2'])
  expect(twins[0]?.offer).toEqual(twins[1]?.offer)
})

test('keys that nobody knows are ignored', () => {
  expect(
    replayRow(`{"capability_options":{"a":[1.5]},"orch_uri":"https://x.example"}`).offer.transcoder,
  ).toBe('https://x.example')
})

test.each([
  ['{', /^not JSON/],
  ['network capabilities not available\n{"orchestrators":null}', /^not JSON/],
  ['[]', /the document: .*expected object/],
  ['{"orchestrators":null}', /orchestrators: expected a list/],
  ['{"orchestrators":[]}', /lists no orchestrators/],
  ['{"orchestrators":[{"address":"0x12"}]}', /orchestrators\.0\.address: expected an Ethereum address/],
  [
    '{"orchestrators":[{"local_address":"somebody"}]}',
    /orchestrators\.0\.local_address: "somebody" is not an Ethereum address/,
  ],
  ['{"orchestrators":[{"price_info":{"pricePerUnit":1.5}}]}', /orchestrators\.0\.price_info\.pricePerUnit/],
  ['{"orchestrators":[{"capabilities":{"bitstring":[18446744073709551616]}}]}', /bitstring\.0/],
])('%s is refused with the place where it goes wrong', (text, message) => {
  expect(() => replayFleet(text)).toThrow(ReplayError)
  expect(() => replayFleet(text)).toThrow(message)
})
