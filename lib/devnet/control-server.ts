import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { UnknownAppError } from './change-runners'
import { describeOrchestrator } from './describe-orchestrator'
import type { Devnet } from './devnet'
import { networkCapabilitiesAnswer } from './gateway-answers'
import { SIMULATED_MARK } from './grpc-stream'
import { type HttpAnswer, jsonAnswer } from './http-answers'
import { namesFile } from './names-file'
import { regionsFile } from './regions-file'
import type { RunningOrchestrator } from './running-orchestrator'
import { discoverOrchestratorsAnswer, signOrchestratorInfoAnswer } from './signer-answers'

const MAX_BODY_BYTES = 64 * 1024
const MAX_PAYMENT_BYTES = 1024 * 1024

/** A request that is answered with problem+json. */
class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * HTTP on the loopback interface to look at a running devnet and change it:
 * `GET /` all orchestrators, `GET|PATCH /orchestrators/{name}`, `GET /orchestrators/{name}/jobs`,
 * `GET|DELETE /orchestrators/{name}/streams`, `GET|DELETE /orchestrators/{name}/sessions`, `GET|PATCH /signer`, `POST /reset`. It also answers for the programs that name this network's orchestrators: `GET /webhook` as a gateway's
 * webhook, `GET /getNetworkCapabilities` as a gateway, `GET /discover-orchestrators`, `POST /sign-orchestrator-info` and
 * `POST /generate-live-payment` as a remote signer.
 */
export class ControlServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** Port 0 lets the system choose. */
  static async start(devnet: Devnet, { port = 0 }: { port?: number } = {}): Promise<ControlServer> {
    const server = createServer((request, response) => {
      answer(devnet, request, response).catch((cause) => sendProblem(response, cause))
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: '127.0.0.1', port }, () => {
        server.off('error', reject)
        resolve()
      })
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the control server has no port')
    return new ControlServer(server, `http://127.0.0.1:${address.port}`)
  }

  get webhookUrl(): string {
    return `${this.url}/webhook`
  }

  get capabilitiesUrl(): string {
    return `${this.url}/getNetworkCapabilities`
  }

  /** The base of the remote signer's API. */
  get signerUrl(): string {
    return this.url
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.server.closeAllConnections()
    await closed
  }
}

interface Question {
  readonly request: IncomingMessage
  /** The path's variable part. */
  readonly name: string
  readonly query: URLSearchParams
}

/** Null: no answer, ever. */
type Handler = (devnet: Devnet, question: Question) => Promise<HttpAnswer | null> | HttpAnswer

const json = (value: unknown): HttpAnswer => jsonAnswer(`${JSON.stringify(value, null, 2)}\n`)

const ROUTES: readonly { readonly path: RegExp; readonly methods: Readonly<Record<string, Handler>> }[] = [
  { path: /^\/()$/, methods: { GET: (devnet) => json(devnet.orchestrators.map(describeOrchestrator)) } },
  {
    path: /^\/webhook()$/,
    methods: { GET: (devnet) => json(devnet.serviceUris().map((address) => ({ address, score: 1 }))) },
  },
  { path: /^\/getNetworkCapabilities()$/, methods: { GET: networkCapabilitiesAnswer } },
  {
    path: /^\/discover-orchestrators()$/,
    methods: { GET: (devnet, { query }) => discoverOrchestratorsAnswer(devnet, query) },
  },
  { path: /^\/regions()$/, methods: { GET: (devnet) => jsonAnswer(regionsFile(devnet)) } },
  { path: /^\/names()$/, methods: { GET: (devnet) => jsonAnswer(namesFile(devnet)) } },
  { path: /^\/sign-orchestrator-info()$/, methods: { POST: signOrchestratorInfoAnswer } },
  {
    path: /^\/generate-live-payment()$/,
    methods: {
      POST: async ({ signer }, { request }) => {
        const authId = request.headers['signer-auth-id']
        const body = await readBody(request, MAX_PAYMENT_BYTES)
        return signer.answerPayment(body, typeof authId === 'string' ? authId : '')
      },
    },
  },
  {
    path: /^\/signer()$/,
    methods: {
      GET: ({ signer }) => json(signer.report()),
      PATCH: async ({ signer }, { request }) => {
        signer.change(await readJson(request))
        return json(signer.report())
      },
    },
  },
  {
    path: /^\/orchestrators\/([^/]+)$/,
    methods: {
      GET: (devnet, { name }) => json(describeOrchestrator(named(devnet, name))),
      PATCH: async (devnet, { request, name }) => {
        const orchestrator = named(devnet, name)
        await orchestrator.change(await readJson(request))
        return json(describeOrchestrator(orchestrator))
      },
    },
  },
  {
    path: /^\/orchestrators\/([^/]+)\/jobs$/,
    methods: { GET: (devnet, { name }) => json(named(devnet, name).jobs.log.report()) },
  },
  {
    path: /^\/orchestrators\/([^/]+)\/streams$/,
    methods: {
      GET: (devnet, { name }) => json(named(devnet, name).jobs.streams.report()),
      DELETE: (devnet, { name }) => {
        const { streams } = named(devnet, name).jobs
        streams.endAll('ended by hand')
        return json(streams.report())
      },
    },
  },
  {
    path: /^\/orchestrators\/([^/]+)\/sessions$/,
    methods: {
      GET: (devnet, { name }) => json(named(devnet, name).jobs.sessions.report()),
      DELETE: (devnet, { name }) => {
        const { sessions } = named(devnet, name).jobs
        sessions.releaseAll()
        return json(sessions.report())
      },
    },
  },
  {
    path: /^\/reset()$/,
    methods: {
      POST: async (devnet) => {
        await devnet.reset()
        return json({ reset: devnet.orchestrators.length })
      },
    },
  },
]

async function answer(devnet: Devnet, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLoopbackHost(request.headers.host))
    throw new Problem(
      403,
      'Forbidden',
      `this server answers to localhost only, not to "${request.headers.host ?? ''}"`,
    )
  // A page on another site can send simple requests to localhost, but not without an Origin.
  if (request.headers.origin !== undefined && request.method !== 'GET')
    throw new Problem(403, 'Forbidden', 'changes are not taken from web pages')
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
  const route = ROUTES.find(({ path }) => path.test(pathname))
  if (!route)
    throw new Problem(
      404,
      'Not found',
      `no such path: ${pathname}; try /, /orchestrators/{name}, /orchestrators/{name}/jobs, /orchestrators/{name}/streams, /orchestrators/{name}/sessions, /signer, /reset, /webhook, /getNetworkCapabilities, /discover-orchestrators, /sign-orchestrator-info, /generate-live-payment, /regions, /names`,
    )
  const handler = route.methods[request.method ?? '']
  if (!handler) {
    const allowed = Object.keys(route.methods).join(', ')
    response.setHeader('allow', allowed)
    throw new Problem(405, 'Method not allowed', `${pathname} takes ${allowed}`)
  }
  const name = decodeName(route.path.exec(pathname)?.[1] ?? '')
  const answered = await handler(devnet, { request, name, query })
  if (!answered) return
  const { status, headers, body } = answered
  response.writeHead(status, headers).end(body)
}

function named(devnet: Devnet, name: string): RunningOrchestrator {
  const orchestrator = devnet.find(name)
  if (!orchestrator)
    throw new Problem(404, 'Not found', `no orchestrator is named "${name}"; GET / lists them`)
  return orchestrator
}

/** By name only: a foreign name that resolves to loopback (DNS rebinding) is turned away. */
const isLoopbackHost = (host = ''): boolean =>
  /^(?:localhost|[a-z0-9.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host)

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > maxBytes) throw new Problem(413, 'Payload too large', `a body has at most ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

async function readJson(request: IncomingMessage): Promise<object> {
  const body = await readBody(request, MAX_BODY_BYTES)
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Falls through to the one sentence that fits both.
  }
  throw new Problem(400, 'Bad request', 'the body must be a JSON object, such as {"fault": "hang"}')
}

function sendProblem(response: ServerResponse, cause: unknown): void {
  const problem = toProblem(cause)
  if (response.headersSent) {
    response.destroy()
    return
  }
  const close = problem.status === 413 ? { connection: 'close' } : {}
  response
    .writeHead(problem.status, { 'content-type': 'application/problem+json', ...SIMULATED_MARK, ...close })
    .end(`${JSON.stringify({ title: problem.title, status: problem.status, detail: problem.message })}\n`)
}

function toProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  if (cause instanceof z.ZodError) return new Problem(400, 'Bad request', z.prettifyError(cause))
  if (cause instanceof UnknownAppError) return new Problem(400, 'Bad request', cause.message)
  return new Problem(500, 'Internal error', cause instanceof Error ? cause.message : String(cause))
}
