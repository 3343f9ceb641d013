import { exitCodeOf, startChild } from './children.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { inRoot, ROOT } from './root.mjs'

export const DEVNET = ['--import', 'tsx', inRoot('lib', 'devnet', 'main.ts')]

/** @param {readonly string[]} args passed on */
export function runDevnet(args) {
  return main(
    async () => {
      await installMissing()
      return exitCodeOf(startChild(process.execPath, [...DEVNET, ...args], { cwd: ROOT, stdio: 'inherit' }))
    },
    { exitCodeOnSignal: () => undefined },
  )
}
