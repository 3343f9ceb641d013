// npm run devnet: the simulated network alone.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-devnet.mjs').then(({ runDevnet }) => runDevnet(process.argv.slice(2)))
