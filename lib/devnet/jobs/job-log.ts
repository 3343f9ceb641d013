import type { IncomingHttpHeaders } from 'node:http'
import type { EthAddress } from '@/lib/domain/eth-address'
import { AI_WORKER_AUTHORIZATION } from '@/lib/livepeer/job-headers'

/** How a job ended. */
export const JOB_ENDS = ['done', 'refused', 'failed', 'panicked', 'client-gone', 'fault'] as const
export type JobEnd = (typeof JOB_ENDS)[number]

/** One job, as it may be told: what is secret in its headers is left out. */
export interface JobEntry {
  /** Unix ms. */
  readonly begunAt: number
  readonly pipeline: string
  readonly protocol: 'http/1.1' | 'h2'
  readonly headers: Readonly<Record<string, string>>
  readonly model: string | null
  readonly bytesIn: number
  readonly bytesOut: number
  /** Null: it paid nothing, or was refused before that was looked at. */
  readonly payment: PaymentNote | null
  /** Null: none was sent. */
  readonly status: number | null
  /** Null: it is under way. */
  readonly end: JobEnd | null
  /** The fault it met, or the text of a refusal. */
  readonly detail: string | null
}

/** A payment without its signatures. */
export interface PaymentNote {
  readonly sender: EthAddress
  /** What the node keeps the balance under. */
  readonly manifestId: string
  readonly tickets: number
  readonly firstNonce: number | null
  /** `wei/units`, as the sender expects it. */
  readonly price: string | null
}

const MAX_ENTRIES = 20

/** What came of the jobs that a node was sent: all of them in numbers, the last ones each by itself. */
export class JobLog {
  #begun = 0
  #bytesIn = 0
  #bytesOut = 0
  readonly #ended = new Map<JobEnd, number>()
  readonly #statuses = new Map<number, number>()
  #last: JobRecord[] = []

  begin(about: Pick<JobEntry, 'begunAt' | 'pipeline' | 'protocol'>, headers: IncomingHttpHeaders): JobRecord {
    this.#begun += 1
    const record = new JobRecord(
      { ...about, headers: publicHeaders(headers) },
      (end, { bytesIn, bytesOut, status }) => {
        this.#bytesIn += bytesIn
        this.#bytesOut += bytesOut
        this.#ended.set(end, (this.#ended.get(end) ?? 0) + 1)
        if (status !== null) this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
      },
    )
    this.#last = [...this.#last, record].slice(-MAX_ENTRIES)
    return record
  }

  /** The latest last. */
  report() {
    const ended = Object.fromEntries(JOB_ENDS.map((end) => [end, this.#ended.get(end) ?? 0]))
    return {
      begun: this.#begun,
      inFlight: this.#begun - [...this.#ended.values()].reduce((sum, count) => sum + count, 0),
      ended,
      statuses: Object.fromEntries(this.#statuses),
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      last: this.#last.map((record) => record.entry),
    }
  }
}

/** A job under way writes down what happens to it. */
export class JobRecord {
  #entry: JobEntry

  constructor(
    about: Pick<JobEntry, 'begunAt' | 'pipeline' | 'protocol' | 'headers'>,
    private readonly onEnd: (end: JobEnd, entry: JobEntry) => void,
  ) {
    this.#entry = {
      ...about,
      model: null,
      bytesIn: 0,
      bytesOut: 0,
      payment: null,
      status: null,
      end: null,
      detail: null,
    }
  }

  get entry(): JobEntry {
    return this.#entry
  }

  note(about: Partial<Pick<JobEntry, 'model' | 'bytesIn' | 'payment' | 'status' | 'detail'>>): void {
    this.#entry = { ...this.#entry, ...about }
  }

  sent(bytes: number): void {
    this.#entry = { ...this.#entry, bytesOut: this.#entry.bytesOut + bytes }
  }

  /** The first end counts. */
  finish(end: JobEnd): void {
    if (this.#entry.end !== null) return
    this.#entry = { ...this.#entry, end }
    this.onEnd(end, this.#entry)
  }
}

/** Credentials and payments are good for whoever sees them. */
const SECRET = /^(?:livepeer.*|authorization|cookie|proxy-authorization)$/

function publicHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || name.startsWith(':')) return []
    const text = Array.isArray(value) ? value.join(', ') : value
    const isOpen = !SECRET.test(name) || text === AI_WORKER_AUTHORIZATION
    return [[name, isOpen ? text : `(${text.length} bytes)`] as const]
  })
  return Object.fromEntries(shown)
}
