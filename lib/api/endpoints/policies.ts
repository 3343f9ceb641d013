import { parsePolicyBody } from '@/lib/policies/parse-policy-body'
import { isPolicyName, MAX_POLICIES, type Policy } from '@/lib/policies/policy'
import type { EditCondition } from '@/lib/store/store'
import { type Answer, jsonAnswer } from '../answer'
import { type PoliciesDto, type PolicyDto, policiesDto, policyBodyDto, policyDto } from '../contract/policy'
import { createDocument, type Document } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { shortened } from '../listing/reading'
import { policyQuery } from '../named-policy'
import type { ParameterDoc } from '../operation-doc'
import { badBody, badParameters, problem } from '../problem'
import { decodeText } from '../read-json-body'
import { isoMoment } from '../to-dto'
import { refuseParameters } from './respond'

const IF_MATCH: ParameterDoc = {
  name: 'if-match',
  in: 'header',
  description: 'Only if the policy still has this ETag; `*`: only if there is one.',
  schema: { type: 'string' },
}
const IF_NONE_MATCH: ParameterDoc = {
  name: 'if-none-match',
  in: 'header',
  description: '`*`: only if there is none of this name yet.',
  schema: { type: 'string' },
}
const segments = { name: { description: '1 to 64 of a-z, 0-9 and -.', example: 'warm-flux-europe' } }

/** Named sets of filters, which the drop-in addresses and the list of offerings take as `policy=`. */
export const POLICIES: readonly Endpoint[] = [
  {
    path: '/api/v1/policies',
    operations: {
      GET: {
        doc: {
          summary: 'All saved policies',
          tag: 'Discovery',
          answer: {
            status: 200,
            description: 'By name.',
            content: { 'application/json': policiesDto },
          },
        },
        handle: readPolicies,
      },
    },
  },
  {
    path: '/api/v1/policies/{name}',
    operations: {
      GET: {
        doc: {
          summary: 'One policy, with the ETag by which it is edited',
          tag: 'Discovery',
          segments,
          answer: {
            status: 200,
            description: 'As it was saved.',
            content: { 'application/json': policyDto },
          },
        },
        handle: readPolicy,
      },
      PUT: {
        isForOperator: true,
        doc: {
          summary: 'Save a policy',
          description:
            'Filters are the parameters of the list of offerings, read as they are read there; a list is a parameter that is repeated.',
          tag: 'Discovery',
          segments,
          parameters: [IF_MATCH, IF_NONE_MATCH],
          requestBody: {
            description: 'What is meant.',
            schema: policyBodyDto,
            example: {
              description: 'FLUX that is loaded, in Europe, cheapest first',
              filters: {
                pipeline: 'text-to-image',
                model: ['black-forest-labs/FLUX.1-dev'],
                state: 'warm',
                region: ['eu-west', 'eu-central'],
                unit: 'pixel',
                'price[lte]': '12000000',
                sort: 'price',
                limit: 20,
              },
            },
          },
          answer: {
            status: 200,
            description: 'As it is kept; 201 for a name that is new.',
            content: { 'application/json': policyDto },
          },
        },
        handle: writePolicy,
      },
      DELETE: {
        isForOperator: true,
        doc: {
          summary: 'Forget a policy',
          description: 'Whoever asks by its name is refused from then on; a gateway keeps the list it has.',
          tag: 'Discovery',
          segments,
          parameters: [IF_MATCH],
          answer: { status: 204, description: 'It is gone.', content: {} },
        },
        handle: deletePolicy,
      },
    },
  },
]

async function readPolicies(request: ApiRequest, { policies: book }: AnswerDeps): Promise<Answer> {
  const refused = refuseParameters(request)
  if (refused) return refused
  const policies = [...(await book.policies()).values()].map(policyToDto)
  const dto: PoliciesDto = { count: policies.length, policies }
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }))
}

async function readPolicy(request: ApiRequest, { policies: book }: AnswerDeps): Promise<Answer> {
  const { name = '' } = request.segments
  const policy = (await book.policies()).get(name)
  if (!policy) return unknownPolicy(name)
  return refuseParameters(request) ?? jsonAnswer(policyDocument(policy))
}

async function writePolicy(request: ApiRequest, { policies: book }: AnswerDeps): Promise<Answer> {
  const { segments, readBody, header } = request
  const { name = '' } = segments
  if (!isPolicyName(name))
    return badParameters([{ parameter: 'name', detail: 'has other than 1 to 64 of a-z, 0-9 and -' }])
  const refused = refuseParameters(request)
  if (refused) return refused
  const text = decodeText(await readBody())
  if (text === null) return badBody([{ parameter: 'body', detail: 'is not valid UTF-8' }])
  const body = parsePolicyBody(text)
  if (!body.ok) return badBody(body.errors.map(({ place, detail }) => ({ parameter: place, detail })))
  const query = policyQuery(body.draft)
  if (!query.ok)
    return badBody(
      query.errors.map(({ parameter, detail }) => ({ parameter: `filters.${parameter}`, detail })),
    )
  const written = await book.write(name, body.draft, editCondition(header))
  if (written.kind === 'conflict') return conflict(name)
  if (written.kind === 'full')
    return problem(
      'too-many-policies',
      `There are ${MAX_POLICIES} policies, which are as many as are kept; delete one first.`,
    )
  return {
    status: written.isNew ? 201 : 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      etag: etagOf(written.policy),
      ...(written.isNew && { location: `/api/v1/policies/${name}` }),
    },
    body: Buffer.from(JSON.stringify(policyToDto(written.policy))),
  }
}

async function deletePolicy(request: ApiRequest, { policies: book }: AnswerDeps): Promise<Answer> {
  const { segments, header } = request
  const { name = '' } = segments
  // Whoever says more than that it shall go, means something else.
  const refused = refuseParameters(request)
  if (refused) return refused
  switch (await book.delete(name, editCondition(header))) {
    case 'deleted':
      return { status: 204, headers: {}, body: null }
    case 'conflict':
      return conflict(name)
    case 'absent':
      return unknownPolicy(name)
  }
}

/** Whether the policy is still what the client believes it to be (RFC 9110 §13.1). */
function editCondition(header: ApiRequest['header']): EditCondition {
  const ifMatch = tagsOf(header('if-match'))
  const ifNoneMatch = tagsOf(header('if-none-match'))
  const isAmong = (tags: readonly string[], revision: number | null): boolean =>
    revision !== null && (tags.includes('*') || tags.includes(etagOf({ revision })))
  return (revision) =>
    (ifMatch === null || isAmong(ifMatch, revision)) &&
    (ifNoneMatch === null || !isAmong(ifNoneMatch, revision))
}

/** What compresses an answer on its way may mark its tag as weak; it still stands for the same policy. */
const tagsOf = (header: string | null): string[] | null =>
  header === null ? null : header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))

const etagOf = ({ revision }: Pick<Policy, 'revision'>): string => `"${revision}"`

const policyDocument = (policy: Policy): Document => ({
  identity: Buffer.from(JSON.stringify(policyToDto(policy))),
  etag: etagOf(policy),
  // Too small to be worth it; and then the tag is a strong one, by which it can be edited.
  compress() {},
})

const policyToDto = ({ name, description, filters, createdAt, updatedAt }: Policy): PolicyDto => ({
  name,
  description,
  filters: Object.fromEntries(
    [...filters].map(([parameter, [first = '', ...more]]) => [
      parameter,
      more.length === 0 ? first : [first, ...more],
    ]),
  ),
  created_at: isoMoment(createdAt),
  updated_at: isoMoment(updatedAt),
})

const unknownPolicy = (name: string): Answer =>
  problem('not-found', `No policy is called ${shortened(name)}; /api/v1/policies lists those that there are.`)

const conflict = (name: string): Answer =>
  problem('conflict', `The policy ${name} is not what the condition says; read it again.`)
