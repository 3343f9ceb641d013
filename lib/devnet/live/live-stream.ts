import type { StreamFault } from '../jobs/job-behaviour'
import { sleep } from '../jobs/sleep'
import type { TrickleChannel } from '../trickle/trickle-channel'
import type { TrickleSegment } from '../trickle/trickle-segment'
import { markPacket } from './transform'

/** The channels that a stream has; a live one has the first four of them. */
export interface StreamChannels {
  readonly in: TrickleChannel | null
  readonly out: TrickleChannel | null
  readonly control: TrickleChannel
  readonly events: TrickleChannel
  readonly data: TrickleChannel | null
}

/** When it is charged for; the answer is the reason to end it, or null. */
export interface StreamMeter {
  onSegment(now: number): string | null
  /** Once a second. */
  onTick(now: number): string | null
}

export interface StreamStart {
  /** Its manifest id. */
  readonly id: string
  /** Model or capability. */
  readonly model: string
  readonly params: Readonly<Record<string, unknown>>
  readonly channels: StreamChannels
  /** Null: nobody pays. */
  readonly meter: StreamMeter | null
  /** Whether it is over when its input is closed. */
  readonly endsWithInput: boolean
  /** What it meets at this moment. */
  fault(): StreamFault | null
  /** Unix ms. */
  now(): number
  /** When it has ended, once. */
  onEnd(): void
}

const EMPTY_PAUSE_MS = 50
const STATUS_EVERY_MS = 1_000
/** Without a segment for so long there is nobody any more. */
const IDLE_MS = 5 * 60_000
const MAX_CONTROL_BYTES = 1024 * 1024

/**
 * A simulated live pipeline: whatever is published comes out with a packet before it, parameters change by what the control
 * channel says, and once a second the events channel says how it goes.
 */
export class LiveStream {
  readonly #begunAt: number
  readonly #ending = new AbortController()
  readonly #timer: NodeJS.Timeout
  #params: Readonly<Record<string, unknown>>
  #paramsAt: number | null = null
  #updates = 0
  #outAt: number | null = null
  #endedBecause: string | null = null

  constructor(private readonly start: StreamStart) {
    this.#begunAt = start.now()
    this.#params = start.params
    this.#timer = setInterval(() => this.#tick(), STATUS_EVERY_MS)
    this.#timer.unref()
    this.#tick()
    // Nothing in these throws but what a segment's bytes can cause, which ends the stream.
    this.#transform().catch((cause) => this.end(String(cause)))
    this.#obey().catch((cause) => this.end(String(cause)))
  }

  /** As it may be told. */
  get report() {
    const { id, model, channels } = this.start
    return {
      id,
      model,
      begunAt: this.#begunAt,
      params: this.#params,
      updates: this.#updates,
      channels: Object.fromEntries(
        Object.entries(channels).flatMap(([name, channel]) => (channel ? [[name, channel.seen]] : [])),
      ),
      /** Null: it goes on. */
      ended: this.#endedBecause,
    }
  }

  /** What is merged into the parameters from outside the control channel. */
  update(params: Readonly<Record<string, unknown>>): void {
    this.#params = { ...this.#params, ...params }
    this.#paramsAt = this.start.now()
    this.#updates += 1
    this.#sayStatus()
  }

  /** The first reason counts. */
  end(reason: string): void {
    if (this.#endedBecause !== null) return
    this.#endedBecause = reason
    clearInterval(this.#timer)
    this.#ending.abort()
    this.start.onEnd()
  }

  async #transform(): Promise<void> {
    const { model, channels } = this.start
    const { in: input, out, data } = channels
    if (!input) return
    await this.#follow(input, async (segment) => {
      const problem = this.start.meter?.onSegment(this.start.now()) ?? null
      if (problem) return this.end(problem)
      let made: TrickleSegment | null = null
      let bytes = 0
      for await (const chunk of segment.read(this.#ending.signal)) {
        bytes += chunk.length
        const fault = this.start.fault()
        if (fault === 'drop') return this.end('a fault of streams')
        if (!out || fault === 'no-output') continue
        if (!made) {
          made = out.forWrite(-1)
          out.write(made, markPacket(`simulated ${model} ${segment.index} ${JSON.stringify(this.#params)}`))
        }
        out.write(made, chunk)
      }
      if (bytes === 0) return
      if (this.start.fault() === 'no-output') return
      this.#outAt = this.start.now()
      made?.close()
      data?.publish(Buffer.from(`${JSON.stringify({ segment: segment.index, bytes })}\n`))
    })
    if (this.start.endsWithInput) this.end('the input was closed')
  }

  async #obey(): Promise<void> {
    await this.#follow(this.start.channels.control, async (segment) => {
      const chunks: Buffer[] = []
      for await (const chunk of segment.read(this.#ending.signal)) {
        if (segment.bytes > MAX_CONTROL_BYTES) return
        chunks.push(chunk)
      }
      const message = objectOf(Buffer.concat(chunks).toString())
      // A gateway says this every ten seconds, so that the connection stays.
      if (message && message.keep !== 'alive') this.update(message)
    })
  }

  /** One segment after the other, from the next one on, until the channel is closed. */
  async #follow(channel: TrickleChannel, take: (segment: TrickleSegment) => Promise<void>): Promise<void> {
    for (let next = -1; !channel.isClosed && !this.#ending.signal.aborted; ) {
      const segment = channel.forRead(next) ?? channel.forRead(-1)
      if (!segment) return
      await take(segment)
      next = segment.index + 1
      // One that was closed before anything came is still the next one.
      if (segment.bytes === 0) await sleep(EMPTY_PAUSE_MS, this.#ending.signal)
    }
  }

  #tick(): void {
    const { channels, meter } = this.start
    const now = this.start.now()
    const isIdle = channels.in !== null && now - channels.in.writtenAt > IDLE_MS
    const reason = isIdle ? 'nothing came for five minutes' : (meter?.onTick(now) ?? null)
    if (reason) this.end(reason)
    else this.#sayStatus()
  }

  #sayStatus(): void {
    const { events, in: input } = this.start.channels
    if (events.isClosed || this.start.fault() === 'no-events') return
    const now = this.start.now()
    const event = {
      type: 'status',
      pipeline: this.start.model,
      state: input && input.seen.published === 0 ? 'OFFLINE' : 'ONLINE',
      timestamp: now,
      start_time: this.#begunAt,
      input_status: {
        last_input_time: input?.seen.published ? input.writtenAt : null,
        segments: input?.seen.published ?? 0,
      },
      inference_status: {
        last_output_time: this.#outAt,
        last_params: this.#params,
        last_params_update_time: this.#paramsAt,
        restart_count: 0,
      },
    }
    events.publish(
      Buffer.from(JSON.stringify({ queue_event_type: 'ai_stream_status', event, timestamp: String(now) })),
    )
  }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    // A pipeline that is told nonsense goes on as it was.
    return null
  }
}
