// npm run discover: the conductor as a process of its own, beside web processes that then only read.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-discover.mjs').then(({ runDiscover }) => runDiscover())
