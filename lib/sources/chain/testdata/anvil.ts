import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'

/** An Ethereum node of its own, on loopback and a port the system chose, with an empty chain. */
export interface Anvil {
  readonly url: string
  stop(): Promise<void>
}

export const ANVIL_CHAIN_ID = 42_161

export async function startAnvil(): Promise<Anvil> {
  const node = spawn(
    binaryPath(),
    ['--host', '127.0.0.1', '--port', '0', '--chain-id', String(ANVIL_CHAIN_ID), '--accounts', '1']
      // A pool of hundreds of members is set up in one transaction.
      .concat('--gas-limit', '1000000000', '--hardfork', 'cancun'),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const kill = () => node.kill('SIGKILL')
  process.once('exit', kill)
  return {
    url: await listeningUrl(node),
    async stop() {
      process.off('exit', kill)
      const hasEnded = once(node, 'exit')
      if (node.kill()) await hasEnded
    },
  }
}

/** The program itself: the wrapper in the package would be a second process to stop. */
function binaryPath(): string {
  const require = createRequire(import.meta.url)
  const inAnvil = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  const program = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  return inAnvil.resolve(`@foundry-rs/anvil-${process.platform}-${cpu}/bin/${program}`)
}

function listeningUrl({ stdout, stderr }: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString()
      const address = /Listening on (\S+)/.exec(text)?.[1]
      if (address) resolve(`http://${address}`)
    }
    stdout?.on('data', read)
    stderr?.on('data', read)
    stdout?.once('close', () => reject(new Error(`anvil did not start: ${text}`)))
  })
}
