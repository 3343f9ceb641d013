import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Duplex } from 'node:stream'
import { decode, encode, message, scalar, WireFormatError } from '@/lib/livepeer/message-codec'
import { GET_ORCHESTRATOR_PATH, OrchestratorInfo, OrchestratorRequest } from '@/lib/livepeer/messages'
import { ANSWER_BADLY } from './answer-faults'
import { withSessions } from './apps/runner-sessions'
import { serveUpgrade } from './apps/serve-upgrade'
import type { AnswerFault } from './behaviour'
import { discoveryAnswer } from './discovery-answer'
import { GO_ERRORS, GoError } from './go-errors'
import { GRPC_STATUS, readMessage, sendMessage, sendStatus } from './grpc-stream'
import { BAD_GATEWAY_PAGE, type HttpAnswer, mediaAnswer, NOT_FOUND_PAGE } from './http-answers'
import { exchangeOfRequest, exchangeOfStream, type HttpExchange } from './http-exchange'
import { isJobPipeline } from './jobs/job-pipelines'
import type { JobSite } from './jobs/job-site'
import { serveJob } from './jobs/serve-job'
import { type AnswerContext, orchestratorInfo } from './orchestrator-info'
import type { OrchestratorScenario } from './orchestrator-scenario'
import { serveWork } from './serve-work'
import { isSignedByAsker } from './signed-by-asker'
import { serveTrickle, TRICKLE_PATH } from './trickle/serve-trickle'

/** What a connection's questions are answered from, read anew for each. */
export interface Host {
  readonly scenario: OrchestratorScenario
  answerContext(): AnswerContext
  readonly jobs: JobSite
  /** The fault that a question meets; chance decides when the node flaps. */
  answerFault(): AnswerFault | null
  countQuestion(): void
  countDiscovery(): void
}

/** One HTTP/2 stream: gRPC by its content type, else plain HTTP, as go-livepeer tells them apart (server/rpc.go). */
export function serveStream(
  host: Host,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  cut: () => void,
): void {
  // A client that goes away in the middle is everyday life; the stream is over and needs nothing of us.
  stream.on('error', () => undefined)
  const path = headers[':path'] ?? '/'
  if (headers['content-type']?.startsWith('application/grpc')) {
    serveCall(host, stream, path, cut).catch(() => stream.destroy())
    return
  }
  servePlain(host, exchangeOfStream(stream, headers, cut))
}

/** HTTP/1.1 on the same port. */
export function serveRequest(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
  cut: () => void,
): void {
  servePlain(host, exchangeOfRequest(request, response, cut))
}

function servePlain(host: Host, exchange: HttpExchange): void {
  const { path } = exchange
  const isDiscovery = path === '/discovery'
  if (isDiscovery) host.countDiscovery()
  const fault = host.answerFault()
  if (fault === 'hang') return
  const pipeline = path.slice(1)
  if (fault === 'html') send(exchange, BAD_GATEWAY_PAGE)
  else if (isDiscovery) send(exchange, discovery(host))
  else if (isJobPipeline(pipeline)) serveJob(pipeline, exchange, host.jobs).catch(() => exchange.cut())
  else if (path.startsWith(TRICKLE_PATH))
    serveTrickle(exchange, host.jobs.channels).catch(() => exchange.cut())
  else if (!serveWork(exchange, host.jobs)) send(exchange, mediaOf(host.jobs, path) ?? NOT_FOUND_PAGE)
}

const discovery = (host: Host): HttpAnswer | null =>
  discoveryAnswer(withSessions(host.scenario, host.jobs.sessions), host.answerContext().transcoder)

/** A connection that is to be a WebSocket from now on. */
export function serveSocket(host: Host, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const fault = host.answerFault()
  if (fault === null) serveUpgrade(request, socket, head, host.jobs)
  else if (fault !== 'hang') socket.destroy()
}

/** Null: nothing, ever. */
function send(exchange: HttpExchange, answer: HttpAnswer | HttpAnswer<Buffer> | null): void {
  if (!answer) return
  exchange.respond(answer.status, answer.headers)
  exchange.end(answer.body)
}

function mediaOf({ media, now }: JobSite, path: string): HttpAnswer<Buffer> | null {
  const file = media.find(path, now())
  return file && mediaAnswer(file.contentType, file.bytes)
}

const PING_PATH = '/net.Orchestrator/Ping'
const PingPong = message({ value: scalar(1, 'bytes') })

async function serveCall(
  host: Host,
  stream: ServerHttp2Stream,
  path: string,
  cut: () => void,
): Promise<void> {
  const bytes = await readMessage(stream)
  if (!bytes)
    return sendStatus(stream, GRPC_STATUS.internal, 'grpc: the request is not one uncompressed message')
  if (path === PING_PATH) {
    const { value } = decode(PingPong, bytes)
    return sendMessage(stream, encode(PingPong, { value: pingSignature(value, host.answerContext().secret) }))
  }
  if (path !== GET_ORCHESTRATOR_PATH)
    return sendStatus(stream, GRPC_STATUS.unimplemented, unknownMethod(path))
  host.countQuestion()
  const { latencyMs, jitterMs } = host.scenario.behaviour
  const context = host.answerContext()
  if (!(await pause(stream, latencyMs + context.random.next() * jitterMs))) return
  try {
    const request = decode(OrchestratorRequest, bytes)
    const isKnown = host.scenario.behaviour.jobs.payment === 'none' || (await isSignedByAsker(request))
    const info = () => {
      if (!isKnown) throw new GoError(GO_ERRORS.signature)
      return orchestratorInfo(host.scenario, request, context)
    }
    const fault = host.answerFault()
    if (fault) ANSWER_BADLY[fault]({ stream, info, random: context.random, cut })
    else sendMessage(stream, encode(OrchestratorInfo, info()))
  } catch (cause) {
    if (cause instanceof GoError) sendStatus(stream, GRPC_STATUS.unknown, cause.message)
    else if (cause instanceof WireFormatError)
      sendStatus(stream, GRPC_STATUS.internal, `grpc: error unmarshalling request: ${cause.message}`)
    else throw cause
  }
}

/** The node signs what it is sent; here with a secret in place of its key, in the 65 bytes of a signature. */
const pingSignature = (value: Uint8Array, secret: Uint8Array): Uint8Array => {
  const half = createHmac('sha256', secret).update(value).digest()
  return Buffer.concat([half, half, Uint8Array.of(27)])
}

function unknownMethod(path: string): string {
  const [, service = '', method = ''] = path.split('/')
  return service === 'net.Orchestrator'
    ? `unknown method ${method} for service ${service}`
    : `unknown service ${service}`
}

/** False when the asker has gone before the time is over. */
function pause(stream: ServerHttp2Stream, ms: number): Promise<boolean> {
  if (stream.destroyed || stream.closed) return Promise.resolve(false)
  if (ms <= 0) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms)
    stream.once('close', () => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}
