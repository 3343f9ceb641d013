import type { z } from 'zod'
import { withPast } from '../as-of'
import { healthDto } from '../contract/health'
import { nodesDto } from '../contract/node-list'
import { sourcesDto } from '../contract/source'
import { sourceDetailDto } from '../contract/source-detail'
import { statusDto } from '../contract/status'
import { summaryDto } from '../contract/summary'
import { createDocument } from '../document'
import type { Endpoint } from '../endpoint'
import { shortened } from '../listing/reading'
import type { AnswerDoc } from '../operation-doc'
import { problem } from '../problem'
import { noStore, plain } from './respond'

const json = (description: string, schema: z.ZodType): AnswerDoc => ({
  status: 200,
  description,
  content: { 'application/json': schema },
})

/** What a moment of the past can be asked for, too. */
const PAST: readonly Endpoint[] = [
  {
    path: '/api/v1/nodes',
    operations: {
      GET: {
        doc: {
          summary: 'Every listed node with its outcome',
          tag: 'Network',
          answer: json('Nodes by their service URIs; one that failed says why.', nodesDto),
        },
        handle: (request, { reader }) => plain(request, reader, reader.nodesDocument()),
      },
    },
  },
  {
    path: '/api/v1/network/summary',
    operations: {
      GET: {
        doc: {
          summary: 'The network in a few numbers',
          tag: 'Network',
          answer: json('Counts, each with what it is of.', summaryDto),
        },
        handle: (request, { reader }) => plain(request, reader, reader.summaryDocument()),
      },
    },
  },
]

/** How the network is and how we know: nodes, sources, sweeps. */
export const NETWORK: readonly Endpoint[] = [
  ...PAST.map(withPast),
  {
    path: '/api/v1/status',
    operations: {
      GET: {
        doc: {
          summary: 'What this server is doing',
          tag: 'Network',
          answer: json('The sweep under way, the sources, the latest snapshot.', statusDto),
        },
        handle: (request, { reader }) => plain(request, reader, fresh(reader.status())),
      },
    },
  },
  {
    path: '/api/v1/sources',
    operations: {
      GET: {
        doc: {
          summary: 'Where the list of nodes comes from',
          tag: 'Network',
          answer: json('Every source with its health, and where they contradict each other.', sourcesDto),
        },
        handle: (request, { reader }) => plain(request, reader, fresh(reader.sources())),
      },
    },
  },
  {
    path: '/api/v1/sources/{name}',
    operations: {
      GET: {
        doc: {
          summary: 'One source complete',
          tag: 'Network',
          segments: { name: { description: 'What the source is called.', example: 'list' } },
          answer: json('Its entries, and the facts that came with them.', sourceDetailDto),
        },
        handle(request, { reader }) {
          const { name = '' } = request.segments
          const detail = reader.sourceDocument(name)
          if (detail) return plain(request, reader, detail)
          const names = reader.sources().sources.map((source) => source.name)
          return problem(
            'not-found',
            `No source is called ${shortened(name)}; there are ${names.join(', ') || 'none'}.`,
          )
        },
      },
    },
  },
  {
    path: '/healthz',
    operations: {
      GET: {
        doc: {
          summary: 'Whether this server answers, and whether all is well with it',
          description:
            'Always 200, also where something is wrong: `degraded` says what, and that the rest is served.',
          tag: 'Network',
          answer: json('It answers.', healthDto),
        },
        handle: (_request, { reader }) => noStore(200, reader.health()),
      },
    },
  },
]

/** What changes with every look is made for this one. */
const fresh = (dto: object) => createDocument(JSON.stringify(dto), { isKept: false })
