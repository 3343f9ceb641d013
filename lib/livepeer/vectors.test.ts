import { describe, expect, test } from 'vitest'
import { decodeAnswer } from './decode-answer'
import { orchestratorJson } from './go-json'
import { WireFormatError } from './message-codec'
import vectors from './testdata/orchestrator-info-vectors.json'

const bytes = (vector: { hex: string }) => Buffer.from(vector.hex, 'hex')

describe('30 answers as bytes, and what Go makes of each', () => {
  test('23 are accepted, 7 refused', () => {
    expect(vectors.filter(({ go }) => go === 'ok')).toHaveLength(23)
    expect(vectors.filter(({ go }) => go === 'error')).toHaveLength(7)
  })

  // Number 13 too: a known field with a foreign wire type is skipped here as Go skips it.
  test.each(vectors.filter(({ go }) => go === 'ok'))(
    '$name is accepted and encodes byte for byte',
    (vector) => expect(orchestratorJson(decodeAnswer(bytes(vector)))).toBe(vector.expected_go_json),
  )

  // What is served names it all the same (lib/api/reader.ts), and that is all in which it differs from Go's bytes.
  test.each(vectors.filter(({ go }) => go === 'ok'))(
    '$name with capability 0 named is the same to Go: without that key it is byte for byte what Go writes',
    (vector) => {
      const named = orchestratorJson(decodeAnswer(bytes(vector)), { namesCapabilityZero: true })
      expect(named.replace(/,?"capability":0(?=[,}])/g, '')).toBe(vector.expected_go_json)
    },
  )

  test.each(vectors.filter(({ go }) => go === 'error'))('$name is refused', (vector) =>
    expect(() => decodeAnswer(bytes(vector))).toThrow(WireFormatError),
  )
})
