import { exitCodeOf, startChild } from './children.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'
import { inRoot, ROOT } from './root.mjs'
import { readSettings } from './settings.mjs'

export function runDiscover() {
  return main(
    async () => {
      const settings = readSettings()
      await installMissing()
      const args = ['--import', 'tsx', inRoot('lib', 'discover-main.ts')]
      const env = { ...process.env, ...settings }
      return exitCodeOf(startChild(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }))
    },
    // The conductor gives back its lease and closes its store.
    { exitCodeOnSignal: () => undefined },
  )
}
