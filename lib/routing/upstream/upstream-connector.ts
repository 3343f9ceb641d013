import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext } from 'node:tls'
import type { buildConnector } from 'undici'
import type { ConnectionStep } from '@/lib/net/network-failure'
import type { JobPlace } from './job-place'

/** No connection; `step` says how far it came, and `isLate` that it had no more time. */
export class ConnectFailure extends Error {
  override name = 'ConnectFailure'
  constructor(
    readonly step: ConnectionStep,
    readonly isLate: boolean,
    cause: Error,
  ) {
    super(cause.message, { cause })
  }
}

/** Made once: setting it up costs more than a handshake. */
const TLS_CONTEXT = createSecureContext()

/**
 * Dials the address that was judged, whatever the name would resolve to by now. Certificates of orchestrators are
 * self-signed and change at every restart: they are not verified, on these connections only.
 */
export const upstreamConnector =
  (
    { host, address, port, isTls }: JobPlace,
    { timeoutMs }: { timeoutMs: number },
  ): buildConnector.connector =>
  (_, done) => {
    let step: ConnectionStep = 'connect'
    const tcp = connectTcp({ host: address, port, noDelay: true, keepAlive: true })
    let socket: Socket = tcp
    const fail = (cause: Error, isLate = false) => {
      settle()
      tcp.destroy()
      socket.destroy()
      done(new ConnectFailure(step, isLate, cause), null)
    }
    const timer = setTimeout(() => fail(new Error(`no connection within ${timeoutMs} ms`), true), timeoutMs)
    const onError = (cause: Error) => fail(cause)
    // A peer that closes the connection within the handshake may do so without an error.
    const onClose = () => fail(new Error('the connection was closed'))
    const settle = () => {
      clearTimeout(timer)
      for (const one of new Set([tcp, socket]))
        one.off('error', onError).off('close', onClose).on('error', ignored)
    }
    const ready = () => {
      settle()
      done(null, socket)
    }
    tcp.once('error', onError).once('close', onClose)
    tcp.once('connect', () => {
      if (!isTls) return ready()
      step = 'tls'
      socket = connectTls({
        socket: tcp,
        secureContext: TLS_CONTEXT,
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
        ...(isIP(host) === 0 && { servername: host }),
      })
      socket.once('error', onError).once('close', onClose)
      socket.once('secureConnect', ready)
    })
  }

/** Whoever uses the connection has been told, or has gone. */
const ignored = (): void => undefined
