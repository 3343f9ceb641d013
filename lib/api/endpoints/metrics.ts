import type { Endpoint } from '../endpoint'
import { refuseParameters } from './respond'

/** How this server does, for whoever watches servers. */
export const METRICS: Endpoint = {
  path: '/metrics',
  operations: {
    GET: {
      doc: {
        summary: 'How this server does, for Prometheus',
        description:
          'The age of the latest sweep, nodes by outcome, offerings and suspensions by state, and how the database does. Labels have few values, none of them a name of the network.',
        tag: 'Network',
        answer: {
          status: 200,
          description: 'The text format of Prometheus.',
          content: { 'text/plain': null },
        },
      },
      async handle(request, { metrics }) {
        const refused = refuseParameters(request)
        if (refused) return refused
        const text = await metrics.text()
        return {
          status: 200,
          headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
          body: Buffer.from(text),
        }
      },
    },
  },
}
