import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { readPorts, requireFreePorts } from './ports.mjs'

test('the usual ports, unless the settings name others', () => {
  expect(readPorts({})).toEqual({ port: 3000, gatewayPort: 9935 })
  expect(readPorts({ PORT: '', GATEWAY_PORT: '0' })).toEqual({ port: 3000, gatewayPort: 0 })
  expect(readPorts({ PORT: '8080', GATEWAY_PORT: '8081' })).toEqual({ port: 8080, gatewayPort: 8081 })
})

test.each([
  [{ PORT: 'http' }, 'PORT is "http"; use a port number'],
  [{ PORT: '70000' }, 'PORT is "70000"; use a port number'],
  [{ GATEWAY_PORT: '-1' }, 'GATEWAY_PORT is "-1"; use a port number'],
  [{ PORT: '0' }, 'PORT is 0; choose a port'],
  [{ PORT: '9935' }, 'PORT and GATEWAY_PORT are both 9935'],
])('%j is refused with the remedy', (settings, message) => {
  expect(() => readPorts(settings)).toThrow(message)
})

test.each(['127.0.0.1', '0.0.0.0', '::'])(
  'a port that is taken on %s is named, with the setting that changes it',
  async (host) => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, host, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    try {
      await expect(requireFreePorts({ port, gatewayPort: 0 })).rejects.toThrow(
        `Port ${port} (PORT) is already in use: choose another with PORT, e.g. PORT=${port + 1}`,
      )
    } finally {
      server.close()
    }
    await requireFreePorts({ port, gatewayPort: 0 })
  },
)
