import { createServer } from 'node:net'
import { SetupError } from './setup-error.mjs'

/** @typedef {'PORT' | 'GATEWAY_PORT'} PortName */

/** @type {Record<PortName, number>} */
const DEFAULTS = { PORT: 3000, GATEWAY_PORT: 9935 }

/**
 * @param {Readonly<Record<string, string | undefined>>} settings
 * @returns {{ port: number, gatewayPort: number }} gatewayPort 0: the gateway's own door stays shut
 */
export function readPorts(settings) {
  const port = readPort(settings, 'PORT')
  const gatewayPort = readPort(settings, 'GATEWAY_PORT')
  if (port === 0) throw new SetupError('PORT is 0; choose a port from 1 to 65535, e.g. PORT=3000.')
  if (port === gatewayPort) {
    throw new SetupError(`PORT and GATEWAY_PORT are both ${port}; they need different ports.`)
  }
  return { port, gatewayPort }
}

/**
 * Fails with a sentence when another program listens already: better before a build than after it.
 *
 * @param {{ port: number, gatewayPort: number }} ports
 */
export async function requireFreePorts({ port, gatewayPort }) {
  await requireFree('PORT', port)
  if (gatewayPort !== 0) await requireFree('GATEWAY_PORT', gatewayPort)
}

/**
 * @param {PortName} name
 * @param {number} port
 */
async function requireFree(name, port) {
  // A listener on the loopback address alone does not stop a wildcard listener on every system.
  const problem = (await listenProblem(port, undefined)) ?? (await listenProblem(port, '127.0.0.1'))
  if (problem === null) return
  const other = `choose another with ${name}, e.g. ${name}=${port === 65535 ? port - 1 : port + 1}`
  if (problem === 'EADDRINUSE') throw new SetupError(`Port ${port} (${name}) is already in use: ${other}.`)
  if (problem === 'EACCES') throw new SetupError(`Port ${port} (${name}) needs more rights: ${other}.`)
  throw new SetupError(`Port ${port} (${name}) cannot be opened (${problem}): ${other}.`)
}

/**
 * @param {number} port
 * @param {string | undefined} host
 * @returns {Promise<string | null>} the error code
 */
function listenProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/**
 * @param {Readonly<Record<string, string | undefined>>} settings
 * @param {PortName} name
 */
function readPort(settings, name) {
  const text = settings[name]?.trim()
  if (!text) return DEFAULTS[name]
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new SetupError(`${name} is "${text}"; use a port number, e.g. ${name}=${DEFAULTS[name]}.`)
}

/** @param {number} port on loopback */
export async function isFree(port) {
  return (await listenProblem(port, '127.0.0.1')) === null
}
