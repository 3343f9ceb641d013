// npm run build: builds what is stale; `npm run build -- --force` builds in any case.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-build.mjs').then(({ runBuild }) => runBuild(process.argv.slice(2)))
