import { jsonAnswer } from '../answer'
import { reliabilityDto, reliabilityMethodDto } from '../contract/reliability'
import { createDocument } from '../document'
import type { Endpoint } from '../endpoint'
import { findSubject } from '../history/find-subject'
import { answerReliability, reliabilityMethodToDto } from '../history/reliability-answer'
import type { OperationDoc } from '../operation-doc'
import { problem } from '../problem'
import { notCollected, refuseParameters } from './respond'

interface ReliabilityOptions {
  readonly path: `/api/v1/${string}/reliability`
  readonly segment: string
  readonly takesSlashes?: boolean
  readonly summary: string
  readonly about: NonNullable<OperationDoc['segments']>[string]
}

const reliability = (kind: 'node' | 'orchestrator', options: ReliabilityOptions): Endpoint => ({
  path: options.path,
  ...(options.takesSlashes && { takesSlashes: true }),
  operations: {
    GET: {
      doc: {
        summary: options.summary,
        description: 'Made of our own probes; `/api/v1/reliability` says how.',
        tag: 'History',
        segments: { [options.segment]: options.about },
        answer: {
          status: 200,
          description: 'A score for each window, with its parts.',
          content: { 'application/json': reliabilityDto },
        },
      },
      async handle(request, deps) {
        const wrong = refuseParameters(request)
        if (wrong) return wrong
        const { reader, history: store, now } = deps
        const found = await findSubject(kind, request.segments[options.segment] ?? '', deps)
        if (found.kind === 'missing') return problem('not-found', found.reason)
        const look = reader.look()
        if (found.kind === 'nothing-collected' || look === null) return notCollected(reader)
        const subject = { ...found.subject, kind }
        const dto = await answerReliability({
          subject,
          store,
          vantage: look.vantage,
          leaderboard: deps.leaderboard(),
          now: now(),
        })
        return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
      },
    },
  },
})

export const RELIABILITY: readonly Endpoint[] = [
  {
    path: '/api/v1/reliability',
    operations: {
      GET: {
        doc: {
          summary: 'How a score of reliability is made',
          tag: 'History',
          answer: {
            status: 200,
            description: 'Weights, windows and bounds.',
            content: { 'application/json': reliabilityMethodDto },
          },
        },
        handle(request, { reader }) {
          const wrong = refuseParameters(request)
          if (wrong) return wrong
          return jsonAnswer(
            createDocument(JSON.stringify(reliabilityMethodToDto(reader.look()?.vantage ?? null))),
          )
        },
      },
    },
  },
  reliability('orchestrator', {
    path: '/api/v1/orchestrators/{address}/reliability',
    segment: 'address',
    summary: 'How reliable an orchestrator is, its nodes together',
    about: {
      description: 'Who gets paid, in any case.',
      example: '0x422fD22F9322d9C451a85869E84a82C9d8c556D0',
    },
  }),
  reliability('node', {
    path: '/api/v1/nodes/{id}/reliability',
    segment: 'id',
    takesSlashes: true,
    summary: 'How reliable a node is',
    about: { description: 'As for one node.', example: 'halcyon-1.localhost:18935' },
  }),
]
