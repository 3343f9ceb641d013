import { type ChildProcess, fork } from 'node:child_process'

/** The simulated network as a process of its own, controlled over HTTP as a person would. */
export interface ForkedDevnet {
  readonly controlUrl: string
  readonly orchestrators: readonly { readonly name: string; readonly uri: string }[]
  /** Sets the fault of some orchestrators, `none` to heal them. */
  setFault(names: readonly string[], fault: string): Promise<void>
  stop(): void
}

/** `args` as for `npm run devnet`. Rejects when the process ends before it is ready. */
export async function forkDevnet(args: readonly string[]): Promise<ForkedDevnet> {
  const child = fork('lib/devnet/main.ts', [...args, '--control-port', '0'], {
    execArgv: ['--import', 'tsx'],
    silent: true,
  })
  const controlUrl = await readyUrl(child)
  const orchestrators: { name: string; uri: string }[] = await (await fetch(controlUrl)).json()
  return {
    controlUrl,
    orchestrators,
    async setFault(names, fault) {
      for (const name of names) {
        const { ok, status } = await fetch(`${controlUrl}/orchestrators/${encodeURIComponent(name)}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ fault }),
        })
        if (!ok) throw new Error(`the devnet refused to change ${name}: ${status}`)
      }
    },
    stop: () => child.disconnect(),
  }
}

function readyUrl(child: ChildProcess): Promise<string> {
  let output = ''
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the devnet ended before it was ready: ${output}`)))
    child.on('message', (message: { type: string; controlUrl: string }) => {
      if (message.type === 'ready') resolve(message.controlUrl)
    })
  })
}
