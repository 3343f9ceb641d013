import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire'
import { OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'

/** What is written: a kind keeps its number for ever, whatever becomes of the order of kinds. */
const NUMBERS: Readonly<Record<OutcomeKind, number>> = {
  ok: 1,
  'no-price': 2,
  'no-address': 3,
  busy: 4,
  'reserve-needed': 5,
  denied: 6,
  'timed-out': 7,
  refused: 8,
  reset: 9,
  unreachable: 10,
  dns: 11,
  tls: 12,
  'bad-answer': 13,
  'too-large': 14,
  error: 15,
  blocked: 16,
  'invalid-uri': 17,
}
const KINDS = new Map(OUTCOME_KINDS.map((kind) => [NUMBERS[kind], kind]))

type Counts = Readonly<Partial<Record<OutcomeKind, number>>>

/** Pairs of numbers, kind and count, in the order of kinds. */
export function encodeOutcomeCounts(counts: Counts): Buffer {
  const writer = new BinaryWriter()
  for (const kind of OUTCOME_KINDS) {
    const count = counts[kind] ?? 0
    if (count > 0) writer.uint32(NUMBERS[kind]).uint32(count)
  }
  return Buffer.from(writer.finish())
}

/** A kind of another version that this one does not know counts as an error. Throws on bytes that end within a number. */
export function decodeOutcomeCounts(bytes: Uint8Array): [kind: OutcomeKind, count: number][] {
  const reader = new BinaryReader(bytes)
  const counts: [OutcomeKind, number][] = []
  while (reader.pos < reader.len) counts.push([KINDS.get(reader.uint32()) ?? 'error', reader.uint32()])
  return counts
}
