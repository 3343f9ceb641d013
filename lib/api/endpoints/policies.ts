import { isBuiltInName } from '@/lib/policies/built-in-policies'
import { parsePolicyBody } from '@/lib/policies/parse-policy-body'
import { isPolicyName, MAX_POLICIES, type Policy } from '@/lib/policies/policy'
import { policyOf } from '@/lib/policies/stored-policy'
import type { EditCondition, StoredPolicy } from '@/lib/store/store'
import { type Answer, jsonAnswer } from '../answer'
import { type PoliciesDto, type PolicyDto, policiesDto, policyBodyDto, policyDto } from '../contract/policy'
import { createDocument, type Document, tagOf } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { shortened } from '../listing/reading'
import { policyQuery } from '../named-policy'
import type { ParameterDoc } from '../operation-doc'
import { bearsOperatorKey, VARY_BY_KEY } from '../operator'
import { badBody, badParameters, problem } from '../problem'
import { decodeText } from '../read-json-body'
import type { ParameterError } from '../search-params'
import { policyRules } from '../selection/policy-rules'
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

/** Whom to choose and how, under names that the drop-in addresses, the list of offerings and a dry run take. */
export const POLICIES: readonly Endpoint[] = [
  {
    path: '/api/v1/policies',
    operations: {
      GET: {
        doc: {
          summary: 'All policies',
          description:
            'Saved ones and those that are built in. Private ones are there for whoever sends the operator key.',
          tag: 'Discovery',
          answer: {
            status: 200,
            description: 'Saved ones by name, then the built-in ones.',
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
            'Filters are the parameters of the list of offerings, read as they are read there; a list is a parameter that is repeated. `selection` says who of those is chosen: the rules of `POST /api/v1/select`, the hard ones of which hold in every list that the policy is named for, and the strategy as its order. A private policy is listed, read and used by whoever sends the operator key, and is not there for anybody else. The names of built-in ones are taken.',
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
                limit: 20,
              },
              selection: { strategy: 'cheapest', min_reliability: 80 },
              private: false,
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

const policiesFor = (request: ApiRequest, deps: AnswerDeps): ReturnType<AnswerDeps['policies']['policies']> =>
  deps.policies.policies({ isOperator: bearsOperatorKey(request, deps) })

async function readPolicies(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const refused = refuseParameters(request)
  if (refused) return refused
  const policies = [...(await policiesFor(request, deps)).values()].map(policyToDto)
  const dto: PoliciesDto = { count: policies.length, policies }
  return jsonAnswer(createDocument(JSON.stringify(dto), { isKept: false }), VARY_BY_KEY)
}

async function readPolicy(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { name = '' } = request.segments
  const policy = (await policiesFor(request, deps)).get(name)
  if (!policy) return unknownPolicy(name)
  return refuseParameters(request) ?? jsonAnswer(policyDocument(policy), VARY_BY_KEY)
}

async function writePolicy(request: ApiRequest, { policies: book }: AnswerDeps): Promise<Answer> {
  const { segments, readBody, header } = request
  const { name = '' } = segments
  if (!isPolicyName(name))
    return badParameters([{ parameter: 'name', detail: 'has other than 1 to 64 of a-z, 0-9 and -' }])
  const refused = refuseParameters(request)
  if (refused) return refused
  if (isBuiltInName(name)) return builtIn(name)
  const text = decodeText(await readBody())
  if (text === null) return badBody([{ parameter: 'body', detail: 'is not valid UTF-8' }])
  const body = parsePolicyBody(text)
  if (!body.ok) return badBody(body.errors.map(({ place, detail }) => ({ parameter: place, detail })))
  const { selection } = body.draft
  const query = policyQuery(body.draft)
  const rules = selection && policyRules(selection)
  const errors = [...errorsIn('filters', query), ...(rules ? errorsIn('selection', rules) : [])]
  if (errors.length > 0) return badBody(errors)
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
      return isBuiltInName(name) ? builtIn(name) : unknownPolicy(name)
  }
}

/** What a part of the body says wrong, under its name. */
const errorsIn = (
  part: string,
  reading: { readonly ok: true } | { readonly ok: false; readonly errors: readonly ParameterError[] },
): ParameterError[] =>
  reading.ok
    ? []
    : reading.errors.map(({ parameter, detail }) => ({ parameter: `${part}.${parameter}`, detail }))

/** Whether the policy is still what the client believes it to be (RFC 9110 §13.1). */
function editCondition(header: ApiRequest['header']): EditCondition {
  const ifMatch = tagsOf(header('if-match'))
  const ifNoneMatch = tagsOf(header('if-none-match'))
  const isAmong = (tags: readonly string[], known: StoredPolicy | null): boolean =>
    known !== null && (tags.includes('*') || tags.includes(tagOfStored(known) ?? ''))
  return (known) =>
    (ifMatch === null || isAmong(ifMatch, known)) && (ifNoneMatch === null || !isAmong(ifNoneMatch, known))
}

/** What compresses an answer on its way may mark its tag as weak; it still stands for the same policy. */
const tagsOf = (header: string | null): string[] | null =>
  header === null ? null : header.split(',').map((tag) => strongTag(tag.trim()))

const strongTag = (tag: string): string => tag.replace(/^W\//, '')

/** Null for one that a later version of this program wrote: nobody has seen it here. */
function tagOfStored(stored: StoredPolicy): string | null {
  const policy = policyOf(stored)
  return policy && etagOf(policy)
}

/**
 * Of nothing but what everybody who may read the policy reads: revisions count the edits of all policies, and would
 * tell a stranger of private ones.
 */
const etagOf = (policy: Policy): string => strongTag(tagOf(JSON.stringify(policyToDto(policy))))

const policyDocument = (policy: Policy): Document => ({
  identity: Buffer.from(JSON.stringify(policyToDto(policy))),
  etag: etagOf(policy),
  // Too small to be worth it; and then the tag is a strong one, by which it can be edited.
  compress() {},
})

const policyToDto = ({ name, description, filters, selection, isPrivate, saved }: Policy): PolicyDto => ({
  name,
  description,
  built_in: saved === null,
  private: isPrivate,
  filters: Object.fromEntries(
    [...filters].map(([parameter, [first = '', ...more]]) => [
      parameter,
      more.length === 0 ? first : [first, ...more],
    ]),
  ),
  selection: selection && { ...selection },
  created_at: saved && isoMoment(saved.createdAt),
  updated_at: saved && isoMoment(saved.updatedAt),
})

const unknownPolicy = (name: string): Answer =>
  problem('not-found', `No policy is called ${shortened(name)}; /api/v1/policies lists those that there are.`)

const builtIn = (name: string): Answer =>
  problem(
    'built-in-policy',
    `The policy ${name} is built in and stays as it is; save yours under another name.`,
  )

const conflict = (name: string): Answer =>
  problem('conflict', `The policy ${name} is not what the condition says; read it again.`)
