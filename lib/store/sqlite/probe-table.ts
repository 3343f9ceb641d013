import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire'
import type { NodeHealth } from '@/lib/domain/health'
import type { LastAnswer } from '@/lib/snapshot/snapshot'

/** What one snapshot measured at one node; everything else stands in a version of the node. Moments are ms since 1970. */
export interface ProbeRow {
  readonly versionId: number
  readonly askedAt: number
  readonly health: Pick<NodeHealth, 'recent' | 'failuresInARow'>
  /** Null when it never answered. */
  readonly answer: AnswerMeasures | null
  /** Null when it was never asked for its runners. */
  readonly runners: RunnerMeasures | null
}

export interface AnswerMeasures extends Pick<LastAnswer, 'answeredAt' | 'latencyMs' | 'roundTrip'> {
  /** What is to be added to the passing numbers of the stored answer; empty: nothing. */
  readonly differences: readonly bigint[]
}

export interface RunnerMeasures {
  readonly askedAt: number
  readonly readAt: number | null
  readonly differences: readonly bigint[]
}

const VERSION = 1

/**
 * The rows of one snapshot as one value: about ten bytes a node, against some hundred as rows of a table, and one write
 * instead of a thousand. Moments are differences to `startedAt`, durations whole microseconds, numbers varints.
 */
export function encodeProbes(rows: readonly ProbeRow[], startedAt: number): Buffer {
  const writer = new BinaryWriter()
  writer.uint32(VERSION).uint32(rows.length)
  const moment = (at: number) => writer.sint64(micros(at) - micros(startedAt))
  let lastVersion = 0
  for (const { versionId, askedAt, health, answer, runners } of rows) {
    writer.sint64(versionId - lastVersion)
    lastVersion = versionId
    writer.sint64(askedAt - startedAt)
    writer.uint32(bitsOf(health.recent)).uint32(health.failuresInARow)
    writer.uint32((answer ? 1 : 0) + (answer?.roundTrip.tlsMs != null ? 2 : 0) + (runners ? 4 : 0))
    if (answer) {
      const { answeredAt, latencyMs, roundTrip, differences } = answer
      moment(answeredAt)
      for (const ms of [latencyMs, roundTrip.dnsMs, roundTrip.connectMs, roundTrip.answerMs])
        writer.uint64(micros(ms))
      if (roundTrip.tlsMs !== null) writer.uint64(micros(roundTrip.tlsMs))
      writeNumbers(writer, differences)
    }
    if (runners) {
      writer.sint64(runners.askedAt - startedAt)
      writer.bool(runners.readAt !== null)
      if (runners.readAt !== null) writer.sint64(runners.readAt - startedAt)
      writeNumbers(writer, runners.differences)
    }
  }
  return deflateRawSync(writer.finish(), { level: 3 })
}

/** The inverse. Throws on a value of another version of this format. */
export function decodeProbes(bytes: Uint8Array, startedAt: number): ProbeRow[] {
  const reader = new BinaryReader(inflateRawSync(bytes))
  const version = reader.uint32()
  if (version !== VERSION) throw new Error(`probes are kept in a format of version ${version}`)
  const count = reader.uint32()
  const difference = () => Number(reader.sint64())
  const duration = () => Number(reader.uint64()) / 1_000
  const rows: ProbeRow[] = []
  let versionId = 0
  for (let i = 0; i < count; i++) {
    versionId += difference()
    const askedAt = startedAt + difference()
    const health = { recent: fromBits(reader.uint32()), failuresInARow: reader.uint32() }
    const parts = reader.uint32()
    let answer: AnswerMeasures | null = null
    if ((parts & 1) !== 0) {
      const answeredAt = (micros(startedAt) + difference()) / 1_000
      const [latencyMs, dnsMs, connectMs, answerMs] = [duration(), duration(), duration(), duration()]
      const tlsMs = (parts & 2) === 0 ? null : duration()
      const roundTrip = { dnsMs, connectMs, tlsMs, answerMs }
      answer = { answeredAt, latencyMs, roundTrip, differences: readNumbers(reader) }
    }
    let runners: RunnerMeasures | null = null
    if ((parts & 4) !== 0) {
      const runnersAskedAt = startedAt + difference()
      const readAt = reader.bool() ? startedAt + difference() : null
      runners = { askedAt: runnersAskedAt, readAt, differences: readNumbers(reader) }
    }
    rows.push({ versionId, askedAt, health, answer, runners })
  }
  return rows
}

const micros = (ms: number): number => Math.round(ms * 1_000)

/** At most ten, newest last, behind a leading one that tells how many there are. */
const bitsOf = (recent: readonly boolean[]): number =>
  recent.reduce((bits, isReached) => bits * 2 + (isReached ? 1 : 0), 1)

const fromBits = (bits: number): boolean[] => [...bits.toString(2).slice(1)].map((digit) => digit === '1')

function writeNumbers(writer: BinaryWriter, numbers: readonly bigint[]): void {
  writer.uint32(numbers.length)
  for (const number of numbers) writer.sint64(number)
}

function readNumbers(reader: BinaryReader): bigint[] {
  const numbers: bigint[] = []
  for (let left = reader.uint32(); left > 0; left--) numbers.push(BigInt(reader.sint64()))
  return numbers
}
