import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { standingFleet } from './standing-fleet'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const Ready = z.object({
  type: z.literal('ready'),
  controlUrl: z.url(),
  webhookUrl: z.url(),
  capabilitiesUrl: z.url(),
  signerUrl: z.url(),
  count: z.number(),
})

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(...args: string[]) {
  const child = fork(MAIN, args, { execArgv: ['--import', 'tsx'], silent: true })
  children.push(child)
  // Not the event `close`, which stays away once the parent has disconnected.
  const exit = once(child, 'exit')
  const ended = Promise.all([exit, textOf(child.stdout), textOf(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({
      code,
      stdout,
      stderr,
    }),
  )
  return { child, ended }
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream ? Buffer.concat(await stream.toArray()).toString() : ''
}

const readyOf = async (child: ChildProcess) => Ready.parse((await once(child, 'message'))[0])

test('says when it is ready, what it is and how to use it, and ends when its parent lets go', async () => {
  const { child, ended } = start('--control-port', '0', '--base-port', '0')
  const ready = await readyOf(child)
  const list: unknown = await (await fetch(ready.webhookUrl)).json()
  expect(list).toHaveLength(standingFleet().filter(({ isListed }) => isListed).length)
  expect(ready.count).toBe(standingFleet().length)
  expect((await fetch(ready.capabilitiesUrl)).status).toBe(200)
  expect((await fetch(`${ready.signerUrl}/discover-orchestrators`)).status).toBe(200)
  child.disconnect()
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('SIMULATED NETWORK')
  expect(stdout).toContain('halcyon-1')
  expect(stdout).toContain(`ORCH_WEBHOOK_URL=${ready.webhookUrl} ORCH_ALLOW_CIDRS=127.0.0.0/8 npm start`)
  expect(stdout).toContain(`GATEWAY_IMPORT_URL=${ready.capabilitiesUrl}`)
  expect(stdout).toContain(`REMOTE_SIGNER_URL=${ready.signerUrl}`)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async (signal) => {
  const { child, ended } = start('--count', '3', '--control-port', '0', '--base-port', '0')
  expect((await readyOf(child)).count).toBe(3)
  child.kill(signal)
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})

test('a large network is summed up', async () => {
  const { child, ended } = start('--count', '100', '--control-port', '0', '--base-port', '0')
  await readyOf(child)
  child.disconnect()
  const { stdout } = await ended
  expect(stdout).toContain('100 orchestrators')
  expect(stdout.split('\n').length).toBeLessThan(20)
})

test.each([
  [['--count', 'x'], /^devnet: --count is "x"; it takes a whole number from 1 to 2000\.\n$/],
  [['--replay', '/nowhere.json'], /^devnet: --replay \/nowhere\.json cannot be read: .*\n$/],
  [['--replay', MAIN], /^devnet: --replay .*main\.ts: not JSON: .*\n$/],
])('%j ends with one sentence and exit code 2', async (args, sentence) => {
  const { ended } = start(...args)
  expect(await ended).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) })
})

test('a control port in use is said, and nothing stays behind', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { ended } = start('--count', '2', '--base-port', '0', '--control-port', String(port))
  expect(await ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`--control-port ${port} is in use`),
  })
  squatter.close()
})

test('too low a limit of open files is said before anything is opened', async () => {
  const limited = [
    'ulimit -n 700 && exec "$0" "$@"',
    process.execPath,
    '--import',
    'tsx',
    MAIN,
    '--count',
    '600',
  ]
  const failure = await promisify(execFile)('sh', ['-c', ...limited]).catch((error) => error)
  expect(failure).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^devnet: 600 orchestrators need 1456 open files, and the limit is 700; .*\n$/,
    ),
  })
})

test('--help explains the flags', async () => {
  const { ended } = start('--help')
  const { code, stdout } = await ended
  expect(code).toBe(0)
  for (const flag of ['--count', '--seed', '--replay', '--control-port', '--base-port'])
    expect(stdout).toContain(flag)
})
