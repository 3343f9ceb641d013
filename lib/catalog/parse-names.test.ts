import { expect, test } from 'vitest'
import { parseAddress } from '@/lib/domain/eth-address'
import { parseNames } from './parse-names'

const ADDRESS = '0x00000000000000000000000000000000000000ab'

test('names are found by address, whatever its case in the file', () => {
  const file = parseNames(
    JSON.stringify({ names: { [ADDRESS.toUpperCase().replace('0X', '0x')]: ' Titan Node ' } }),
  )
  const address = parseAddress(ADDRESS)
  expect(file.ok && address && file.names.get(address)).toBe('Titan Node')
})

test.each([
  ['{"names": {"0x12": "x"}}', /names\.0x12: .*no address/],
  [`{"names": {"${ADDRESS}": ""}}`, /is empty/],
  [`{"names": {"${ADDRESS}": "${'x'.repeat(65)}"}}`, /more than 64 characters/],
  [`{"names": {"${ADDRESS}": "a\\u0007"}}`, /control character/],
  [`{"names": {"${ADDRESS}": 5}}`, new RegExp(`names\\.${ADDRESS}`)],
  ['{"name": {}}', /./],
  ['[]', /the file/],
  ['{', /the file is no JSON/],
])('a mistake is named with its place: %s', (text, problem) => {
  const file = parseNames(text)
  expect(file.ok ? '' : file.problems.join('; ')).toMatch(problem)
})
