import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type IncomingHttpHeaders, performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import { createServer, type Server, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { PortFault } from './behaviour'
import { type Host, serveRequest, serveSocket, serveStream } from './orchestrator-service'
import type { TlsAcceptor } from './tls-acceptor'

const REOPEN_TRIES = 50
const REOPEN_PAUSE_MS = 100
/** Room for a status text that no reader accepts; the default would stop us from sending it. */
const MAX_HEADER_BLOCK_BYTES = 256 * 1024
/** Of a request, as Go's servers take them: six hundred tickets have to fit. */
const MAX_HEADERS_BYTES = 1024 * 1024
/** The TLS alert with which a server gives up on a handshake. */
const HANDSHAKE_FAILURE = Buffer.of(0x15, 3, 3, 0, 2, 2, 40)

/**
 * The TCP port of one orchestrator: TLS with HTTP/2 and HTTP/1.1, or what a port fault makes of it. TCP is accepted
 * here rather than by the TLS server, so that a fault can strike before the first byte.
 */
export class OrchestratorPort {
  #listener: Server | null = null
  readonly #http: HttpServer
  readonly #tcpOf = new WeakMap<Socket, Socket>()
  readonly #sockets = new Set<Socket>()
  #connections = 0

  constructor(
    private readonly host: Host,
    private readonly tls: TlsAcceptor,
    /** The fault that a connection meets; chance decides when the port flaps. */
    private readonly fault: () => PortFault | 'tls-failure' | null,
  ) {
    // A request may be a piece of a stream, for which nobody knows how long it takes.
    const options = { maxHeaderSize: MAX_HEADERS_BYTES, requestTimeout: 0 }
    this.#http = createHttpServer(options, (request, response) =>
      serveRequest(host, request, response, () => this.#tcpOf.get(request.socket)?.resetAndDestroy()),
    ).on('upgrade', (request, socket, head) => serveSocket(host, request, socket, head))
  }

  get isOpen(): boolean {
    return this.#listener !== null
  }

  /** TCP connections accepted so far. */
  get connections(): number {
    return this.#connections
  }

  /** Resolves to the port number; 0 asks for one that the system chooses. */
  async open(address: string, port: number): Promise<number> {
    const listener = createServer((socket) => this.#accept(socket))
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject)
      listener.listen({ host: address, port }, () => {
        listener.off('error', reject)
        resolve()
      })
    })
    this.#listener = listener
    return portOf(listener)
  }

  /** Opens the port it had before, which another program may hold for a moment. */
  async reopen(address: string, port: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.open(address, port)
        return
      } catch (cause) {
        if (tries === REOPEN_TRIES)
          throw new Error(`port ${port} was taken by another program meanwhile`, { cause })
        await new Promise((resolve) => setTimeout(resolve, REOPEN_PAUSE_MS))
      }
    }
  }

  async close(): Promise<void> {
    const listener = this.#listener
    this.#listener = null
    const closed = new Promise<void>((resolve) => (listener ? listener.close(() => resolve()) : resolve()))
    this.dropConnections()
    await closed
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#connections += 1
    this.#sockets.add(socket)
    socket.on('error', ignored)
    socket.once('close', () => this.#sockets.delete(socket))
    switch (this.fault()) {
      case 'reset':
        socket.resetAndDestroy()
        return
      case 'black-hole':
        return
      case 'not-tls':
        socket.end('220 this port does not speak TLS\r\n')
        return
      case 'tls-failure':
        socket.once('data', () => socket.end(HANDSHAKE_FAILURE))
        return
      default:
        this.tls.accept(socket, (secure) => this.#speak(secure, socket))
    }
  }

  #speak(socket: TLSSocket, tcp: Socket): void {
    socket.on('error', ignored)
    if (socket.alpnProtocol !== 'h2') {
      this.#tcpOf.set(socket, tcp)
      this.#http.emit('connection', socket)
      return
    }
    const cut = () => tcp.resetAndDestroy()
    performServerHandshake(socket, {
      maxSendHeaderBlockLength: MAX_HEADER_BLOCK_BYTES,
      settings: { maxHeaderListSize: MAX_HEADERS_BYTES },
    })
      .on('error', ignored)
      .on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) =>
        serveStream(this.host, stream, headers, cut),
      )
  }
}

/** Peers hang up, reset and speak nonsense, all of which is their affair. */
const ignored = (): void => undefined

function portOf(listener: Server): number {
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port')
  return address.port
}
