import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

export interface RpcCall {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
  readonly headers: IncomingMessage['headers']
}

/** Answers the call itself and says so with true, or lets it pass to the node. */
type Interception = (call: RpcCall, response: ServerResponse) => boolean | Promise<boolean>

/** Stands before a node, counts what is asked and can answer otherwise. */
export interface RpcProxy {
  readonly url: string
  /** The method of every request since the last `forget`. */
  readonly methods: readonly string[]
  forget(): void
  intercept(interception: Interception | null): void
  stop(): Promise<void>
}

const rpcRequest = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()).default([]) })

export async function startRpcProxy(nodeUrl: string): Promise<RpcProxy> {
  const methods: string[] = []
  let interception: Interception | null = null

  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const call = { ...rpcRequest.parse(JSON.parse(body)), headers: request.headers }
    methods.push(call.method)
    if (await interception?.(call, response)) return
    const answer = await fetch(nodeUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    // Kept connections would die in their own way when the server stops.
    response
      .writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' })
      .end(await answer.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    methods,
    forget() {
      methods.length = 0
    },
    intercept(next) {
      interception = next
    },
    async stop() {
      server.closeAllConnections()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/** Safe: a server that listens on TCP has an address with a port. */
const portOf = (address: unknown): number => (address as AddressInfo).port

/** An answer of JSON-RPC. */
export function reply(response: ServerResponse, call: RpcCall, answer: object): true {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...answer }))
  return true
}
