import { type AskerIdentity, identityOfKey, NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { type EthSigner, signerOfKey } from '@/lib/livepeer/eth-signature'
import { jobCapabilities } from '@/lib/livepeer/job-capabilities'
import {
  AI_WORKER_AUTHORIZATION,
  PAYMENT_HEADER,
  paymentHeader,
  SEGMENT_HEADER,
  segmentHeader,
} from '@/lib/livepeer/job-headers'
import { encode } from '@/lib/livepeer/message-codec'
import { OrchestratorRequest, type PaymentMessage, type SegDataMessage } from '@/lib/livepeer/messages'
import { type Quote, quoteRequest, readQuote, ticketParamsMessage } from '@/lib/livepeer/quote'
import { jobSegment, signSegment } from '@/lib/livepeer/segment'
import { ticketHash } from '@/lib/livepeer/ticket'
import { capabilityOf, type PipelineName } from '../../capability-of'
import type { RunningOrchestrator } from '../../running-orchestrator'
import { call } from '../../test-client'
import type { JobPipeline } from '../job-pipelines'
import { form, type Post, post, type Reply } from './job-client'

export interface JobOrder {
  readonly pipeline: PipelineName
  readonly model: string
}

/** What goes with a job, to be changed by a test before it is sent. */
export interface Papers {
  readonly quote: Quote
  readonly segment: SegDataMessage
  readonly payment: PaymentMessage | null
}

/** As little of a gateway as a test needs: asks for a quote, sends one job, and pays if it has a key. */
export class TestGateway {
  readonly #nonces = new Map<string, number>()

  private constructor(
    private readonly identity: AskerIdentity,
    readonly signer: EthSigner | null,
  ) {}

  static offChain(): TestGateway {
    return new TestGateway(NO_IDENTITY, null)
  }

  static async withKey(privateKey: `0x${string}`): Promise<TestGateway> {
    return new TestGateway(await identityOfKey(privateKey), signerOfKey(privateKey))
  }

  /** Whose signature is asked of a signer. */
  static of(identity: AskerIdentity): TestGateway {
    return new TestGateway(identity, null)
  }

  async quote(orchestrator: RunningOrchestrator, order: JobOrder): Promise<Quote> {
    const reading = readQuote(await this.quoteBytes(orchestrator, order))
    if (!reading.ok) throw new Error(reading.problem)
    return reading.quote
  }

  async quoteBytes(orchestrator: RunningOrchestrator, { pipeline, model }: JobOrder): Promise<Uint8Array> {
    const asked = jobCapabilities({ capability: capabilityOf(pipeline), model })
    const { bytes, details } = await call(
      orchestrator,
      encode(OrchestratorRequest, quoteRequest(this.identity, asked)),
    )
    if (!bytes) throw new Error(`${orchestrator.name} quoted nothing: ${details}`)
    return bytes
  }

  /** Papers for a quote that is fetched now, with so many tickets when there is a key. */
  async papers(
    orchestrator: RunningOrchestrator,
    order: JobOrder,
    { tickets = 1 }: { tickets?: number } = {},
  ): Promise<Papers> {
    const quote = await this.quote(orchestrator, order)
    return { quote, segment: await this.segment(quote, order), payment: await this.pay(quote, tickets) }
  }

  async segment({ authToken }: Quote, { pipeline, model }: JobOrder): Promise<SegDataMessage> {
    if (!authToken) throw new Error('the quote has no token')
    const capability = capabilityOf(pipeline)
    const capabilities = jobCapabilities({ capability, model })
    const segment = jobSegment({ capability, model, capabilities, authToken })
    return this.signer ? signSegment(segment, this.signer) : segment
  }

  async pay({ ticketParams: params, price }: Quote, tickets: number): Promise<PaymentMessage | null> {
    const { signer } = this
    if (!signer || !params) return null
    const round = params.round ?? { creationRound: 0n, creationRoundBlockHash: new Uint8Array(32) }
    const key = Buffer.from(params.recipientRandHash).toString('hex')
    const ticketSenderParams = []
    for (let i = 0; i < tickets; i++) {
      const senderNonce = (this.#nonces.get(key) ?? 0) + 1
      this.#nonces.set(key, senderNonce)
      const ticket = { ...params, ...round, sender: signer.address, senderNonce }
      ticketSenderParams.push({ senderNonce, sig: await signer.sign(ticketHash(ticket)) })
    }
    return {
      ticketParams: ticketParamsMessage(params),
      sender: Uint8Array.from(Buffer.from(signer.address.slice(2), 'hex')),
      expirationParams: round,
      ticketSenderParams,
      expectedPrice: price,
    }
  }

  /** With papers of its own unless it is given some. */
  async send(
    orchestrator: RunningOrchestrator,
    order: JobOrder & { readonly pipeline: JobPipeline },
    input: JobInput,
    options: Partial<Post> & { readonly papers?: Papers } = {},
  ): Promise<Reply> {
    const papers = options.papers ?? (await this.papers(orchestrator, order))
    return sendWith(papers, order.pipeline, input, options)
  }
}

/** JSON as it is; else a form. */
export type JobInput =
  | { readonly json: unknown }
  | {
      readonly fields: Readonly<Record<string, string>>
      readonly files: Readonly<Record<string, Uint8Array>>
    }

export async function sendWith(
  { quote, segment, payment }: Papers,
  pipeline: JobPipeline,
  input: JobInput,
  { headers, ...options }: Partial<Post> = {},
): Promise<Reply> {
  const { body, contentType } =
    'json' in input
      ? { body: JSON.stringify(input.json), contentType: 'application/json' }
      : await form(input.fields, input.files)
  return post(`${quote.transcoder}/${pipeline}`, {
    body,
    ...options,
    headers: {
      'content-type': contentType,
      authorization: AI_WORKER_AUTHORIZATION,
      [SEGMENT_HEADER]: segmentHeader(segment),
      [PAYMENT_HEADER]: paymentHeader(payment),
      ...headers,
    },
  })
}
