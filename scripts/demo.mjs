// npm run demo: the dashboard on a simulated network, from a fresh clone.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-demo.mjs').then(({ runDemo }) => runDemo(process.argv.slice(2)))
