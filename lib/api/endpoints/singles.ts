import type { z } from 'zod'
import { withPast } from '../as-of'
import { gpuDetailDto, modelDetailDto, nodeDetailDto, orchestratorDetailDto } from '../contract/single'
import type { SingleKind } from '../edition'
import type { Endpoint } from '../endpoint'
import type { OperationDoc } from '../operation-doc'
import { problem } from '../problem'
import { catalogAnswer, refuseParameters } from './respond'

interface SingleOptions {
  readonly path: `/api/v1/${string}/{${string}}`
  readonly segment: string
  readonly summary: string
  readonly about: NonNullable<OperationDoc['segments']>[string]
  readonly schema: z.ZodType
  readonly description: string
}

const single = (kind: SingleKind, options: SingleOptions): Endpoint => ({
  path: options.path,
  operations: {
    GET: {
      doc: {
        summary: options.summary,
        tag: 'Catalog',
        segments: { [options.segment]: options.about },
        answer: {
          status: 200,
          description: options.description,
          content: { 'application/json': options.schema },
        },
      },
      handle(request, { reader }) {
        const refused = refuseParameters(request)
        if (refused) return refused
        const found = reader.single(kind, request.segments[options.segment] ?? '')
        return typeof found === 'string' ? problem('not-found', found) : catalogAnswer(reader, found)
      },
    },
  },
})

const ENDPOINTS: readonly Endpoint[] = [
  {
    ...single('model', {
      path: '/api/v1/models/{id}',
      segment: 'id',
      summary: 'One model: who serves it, how, and at what price',
      about: {
        description:
          'The whole id, `org/model`, its slash written as it is or as %2F; or the name without the organisation, where only one model is called so.',
        example: 'RealVisXL_V4.0_Lightning',
      },
      schema: modelDetailDto,
      description: 'Its roll-ups and all of its offerings.',
    }),
    takesSlashes: true,
  },
  single('orchestrator', {
    path: '/api/v1/orchestrators/{address}',
    segment: 'address',
    summary: 'One orchestrator: its nodes and what they offer',
    about: {
      description: 'Who gets paid, in any case.',
      example: '0x422fD22F9322d9C451a85869E84a82C9d8c556D0',
    },
    schema: orchestratorDetailDto,
    description: 'Its nodes with their outcomes, and all of its offerings.',
  }),
  {
    ...single('node', {
      path: '/api/v1/nodes/{id}',
      segment: 'id',
      summary: 'One node: how it does and what it offers',
      about: {
        description: 'Its service URI, percent-encoded, or just `host:port`.',
        example: 'halcyon-1.localhost:18935',
      },
      schema: nodeDetailDto,
      description: 'The node with its outcome, and all of its offerings.',
    }),
    takesSlashes: true,
  },
  {
    ...single('gpu', {
      path: '/api/v1/gpus/{name}',
      segment: 'name',
      summary: 'One card: who has it, what runs on it, and at what price',
      about: {
        description: 'The short name, in any case; slashes of a name may be written as they are.',
        example: 'RTX 4090',
      },
      schema: gpuDetailDto,
      description: 'Cards by memory, their nodes, and the models that are offered on them.',
    }),
    takesSlashes: true,
  },
]

/** One thing of the catalog complete, by what it is called. */
export const SINGLES: readonly Endpoint[] = ENDPOINTS.map(withPast)
