import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { Certificate } from './certificates'

/**
 * Sets up TLS on accepted TCP connections, with one certificate. Orchestrators that share a certificate share this
 * too: making a TLS context takes milliseconds, which a fleet of 2,000 would pay in its first sweep.
 */
export class TlsAcceptor {
  #server: Server | null = null
  readonly #waiting = new Map<string, (socket: TLSSocket) => void>()

  constructor(private readonly certificate: Certificate) {}

  accept(socket: Socket, onSecure: (socket: TLSSocket) => void): void {
    const connection = connectionOf(socket)
    this.#waiting.set(connection, onSecure)
    socket.once('close', () => this.#waiting.delete(connection))
    this.#server ??= createServer({ ...this.certificate, ALPNProtocols: ['h2', 'http/1.1'] }, (secure) =>
      this.#pass(secure),
    )
      // Peers hang up and speak nonsense, which is their affair.
      .on('tlsClientError', () => undefined)
    this.#server.emit('connection', socket)
  }

  #pass(socket: TLSSocket): void {
    const onSecure = this.#waiting.get(connectionOf(socket))
    if (onSecure) onSecure(socket)
    else socket.destroy()
  }
}

/** Both ends' ports: on one loopback address they tell connections apart, and TLS and TCP sockets agree on them. */
const connectionOf = ({ localPort, remoteAddress, remotePort }: Socket): string =>
  `${localPort} ${remoteAddress} ${remotePort}`
