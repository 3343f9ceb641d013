import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decode, encode, type MessageType, WireFormatError } from './message-codec'
import * as messages from './messages'

const proto = readFileSync(new URL('./proto/orchestrator.proto', import.meta.url), 'utf8')

/** `name = number` of every field in the .proto, per message; enum values and reserved numbers are no fields. */
function fieldsInProto(): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>()
  const open: string[] = []
  for (const line of proto.split('\n').map((text) => text.replace(/\/\/.*/, '').trim())) {
    const block = /^(message|enum|service) (\w+)/.exec(line)
    if (block) open.push(block[1] === 'message' ? (block[2] ?? '') : '')
    else if (line === '}') open.pop()
    const field = /^(?:repeated )?(?:map<\w+, \w+>|[\w.]+) (\w+) = (\d+);$/.exec(line)
    const owner = open.at(-1)
    if (!field || !owner) continue
    const fields = found.get(owner) ?? new Map<string, number>()
    fields.set(
      (field[1] ?? '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      Number(field[2]),
    )
    found.set(owner, fields)
  }
  return found
}

test('the tables and the .proto name the same fields with the same numbers', () => {
  const numbers = (table: MessageType) =>
    new Map(Object.entries(table.fields).map(([name, { no }]) => [name, no]))
  const tables = new Map(
    Object.entries(messages).flatMap(([name, table]) =>
      typeof table === 'string' ? [] : [[name, numbers(table)] as const],
    ),
  )
  expect(tables).toEqual(fieldsInProto())
})

test('what is encoded decodes to the same, 64-bit extremes and hostile map keys included', () => {
  const capabilities = {
    bitstring: [0n, 2n ** 64n - 1n],
    mandatories: [],
    capacities: new Map([
      [4294967295, 0],
      [0, 7],
    ]),
    version: '\ufeff0.9.1',
    constraints: {
      minVersion: '',
      perCapability: new Map([
        [
          27,
          {
            models: new Map([
              ['__proto__', { warm: true, capacity: 1, runnerVersion: '', capacityInUse: 0 }],
            ]),
          },
        ],
      ]),
    },
  }
  expect(decode(messages.Capabilities, encode(messages.Capabilities, capabilities))).toEqual(capabilities)
  const price = { pricePerUnit: -(2n ** 63n), pixelsPerUnit: 2n ** 63n - 1n, capability: 0, constraint: '' }
  expect(decode(messages.PriceInfo, encode(messages.PriceInfo, price))).toEqual(price)
})

test('a message of a million empty parts is refused before it fills the memory', () => {
  const bytes = new Uint8Array(2_000_000)
  for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x3a
  expect(() => decode(messages.OrchestratorInfo, bytes)).toThrow(WireFormatError)
})
