// npm start: the dashboard on the network that the settings name.
import { requireNode } from './lib/node-version.mjs'

requireNode()
import('./lib/run-start.mjs').then(({ runStart }) => runStart())
