// npm test: every check, from a fresh clone.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-tests.mjs').then(({ runTests }) => runTests(process.argv.slice(2)))
