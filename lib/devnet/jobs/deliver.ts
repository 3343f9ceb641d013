import { SIMULATED_MARK } from '../grpc-stream'
import type { HttpExchange } from '../http-exchange'
import type { JobFault } from './job-behaviour'
import type { JobRecord } from './job-log'
import { sleep } from './sleep'

/** A good answer, about to be sent. */
export interface JobAnswer {
  /** Default: 200. */
  readonly status?: number
  /** Empty: none is stated. */
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  /** One of a document, many of a stream. */
  readonly pieces: readonly (string | Buffer)[]
  readonly isStream: boolean
  /** The work, before the first piece of a document and between those of a stream. */
  readonly workMs: number
}

/** Up to here go-livepeer's server states a length by itself. */
const MAX_STATED_LENGTH = 2_048
const SLOW_PIECES = 8
const HALF = 0.5
/** A reset overtakes what was sent right before it. */
const BEFORE_RESET_MS = 50
const ODD_CONTENT_TYPE = 'application/octet-stream'

/** Sends it, bent by a fault if there is one. False: the client has gone, or was sent away, before the end. */
export async function deliver(
  exchange: HttpExchange,
  answer: JobAnswer,
  {
    fault,
    record,
    beforeAnswer,
  }: {
    readonly fault: JobFault | null
    readonly record: JobRecord
    /** Once the work is done, or its words begin to come; what it throws takes the place of the answer. */
    beforeAnswer?(): void
  },
): Promise<boolean> {
  const send = async (piece: string | Buffer) => {
    await exchange.write(piece)
    record.sent(Buffer.byteLength(piece))
  }
  const begin = (statedLength: number | null) => {
    const { status = 200 } = answer
    const contentType = fault?.kind === 'wrong-content-type' ? ODD_CONTENT_TYPE : answer.contentType
    record.note({ status })
    exchange.respond(status, {
      ...answer.headers,
      ...(contentType !== '' && { 'content-type': contentType }),
      ...(answer.isStream && { 'cache-control': 'no-cache' }),
      ...(statedLength !== null && { 'content-length': String(statedLength) }),
      ...SIMULATED_MARK,
    })
  }
  const body = Buffer.concat(answer.pieces.map((piece) => Buffer.from(piece)))
  const { length } = body
  const pauseMs = answer.isStream ? answer.workMs / answer.pieces.length : answer.workMs
  if (!(await sleep(pauseMs + (fault?.kind === 'slow-first-byte' ? fault.ms : 0), exchange.over)))
    return false
  beforeAnswer?.()

  if (fault?.kind === 'reset-after-headers') {
    begin(null)
    await send(body.subarray(0, 1))
    await sleep(BEFORE_RESET_MS, exchange.over)
    exchange.cut()
    return false
  }
  if (fault?.kind === 'truncated' && !answer.isStream) {
    begin(length)
    await send(body.subarray(0, Math.floor(length * HALF)))
    exchange.breakOff()
    return false
  }

  const isSlow = fault?.kind === 'slow-chunks'
  const whole = isSlow && !answer.isStream ? inParts(body, SLOW_PIECES) : answer.pieces
  // A stream that is cut short lacks the piece that says why it ends.
  const pieces = fault?.kind === 'truncated' ? whole.slice(0, -1) : whole
  begin(answer.isStream || isSlow || length > MAX_STATED_LENGTH ? null : length)
  for (const [i, piece] of pieces.entries()) {
    const waitMs = i === 0 ? 0 : (isSlow ? fault.ms : 0) + (answer.isStream ? pauseMs : 0)
    if (!(await sleep(waitMs, exchange.over))) return false
    await send(piece)
  }
  exchange.end()
  return !exchange.over.aborted
}

function inParts(body: Buffer, count: number): Buffer[] {
  const size = Math.ceil(body.length / count)
  return Array.from({ length: count }, (_, i) => body.subarray(i * size, (i + 1) * size)).filter(
    ({ length }) => length > 0,
  )
}
