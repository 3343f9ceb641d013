import type { ApiKey } from '@/lib/domain/api-key'
import { MAX_KEYS } from '@/lib/keys/key-board'
import { secretOf } from '@/lib/keys/secret-of'
import { StoreFailure } from '@/lib/store/store-failure'
import type { Answer } from '../answer'
import {
  type KeysDto,
  keyChangeBodyDto,
  keyDto,
  keysDto,
  type NewKeyDto,
  newKeyBodyDto,
  newKeyDto,
} from '../contract/key'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { gateProblem } from '../keys/key-problems'
import { keyToDto, usageToDto } from '../keys/key-to-dto'
import { readKeyChange, readNewKey } from '../keys/read-key-body'
import { shortened } from '../listing/reading'
import { badBody, problem } from '../problem'
import { readJsonBody } from '../read-json-body'
import { noStore, refuseParameters } from './respond'

const segments = { id: { description: 'Of the key, not its secret.', example: 'key_7Rk2mW9xTq4B' } }

/** Whose jobs are carried, and how many. */
export const KEYS: readonly Endpoint[] = [
  {
    path: '/api/v1/key',
    operations: {
      GET: {
        isForKey: true,
        doc: {
          summary: 'The key that is sent along',
          description:
            'What it is for, how much it may do, and what it has done today: `authorization: Bearer KEY`, or `x-api-key: KEY`.',
          tag: 'Gateway',
          answer: {
            status: 200,
            description: 'As it stands.',
            content: { 'application/json': keyDto },
          },
        },
        handle: readOwnKey,
      },
    },
  },
  {
    path: '/api/v1/keys',
    operations: {
      GET: {
        isForOperator: true,
        doc: {
          summary: 'All keys of clients',
          tag: 'Operator',
          answer: {
            status: 200,
            description: 'With what each has done today.',
            content: { 'application/json': keysDto },
          },
        },
        handle: readKeys,
      },
      POST: {
        isForOperator: true,
        doc: {
          summary: 'Make a key',
          description:
            'The answer has its secret, this once: only the SHA-256 of it is kept. Left out, `scopes` is `route`, and there are no limits.',
          tag: 'Operator',
          requestBody: {
            description: 'Whose it is, what it is for, and how much it may do.',
            schema: newKeyBodyDto,
            example: {
              name: 'studio',
              scopes: ['route', 'read-requests'],
              limits: { requests_per_minute: 120, concurrency: 8, spend_wei_per_day: '20000000000000000' },
              expires_at: '2099-01-31T12:00:00Z',
            },
          },
          answer: {
            status: 201,
            description: 'The key, with its secret.',
            content: { 'application/json': newKeyDto },
          },
        },
        handle: createKey,
      },
    },
  },
  {
    path: '/api/v1/keys/{id}',
    operations: {
      GET: {
        isForOperator: true,
        doc: {
          summary: 'One key of a client',
          tag: 'Operator',
          segments,
          answer: {
            status: 200,
            description: 'With what it has done today.',
            content: { 'application/json': keyDto },
          },
        },
        handle: readKey,
      },
      PUT: {
        isForOperator: true,
        doc: {
          summary: 'Change name, limits or expiry of a key',
          description:
            'What is left out stays as it is; null takes a limit or the expiry away. It holds at once here, and within a second in other processes of this store.',
          tag: 'Operator',
          segments,
          requestBody: {
            description: 'What is to be otherwise.',
            schema: keyChangeBodyDto,
            example: { limits: { requests_per_minute: 300, spend_wei_per_day: null }, expires_at: null },
          },
          answer: {
            status: 200,
            description: 'As it stands now.',
            content: { 'application/json': keyDto },
          },
        },
        handle: changeKey,
      },
      DELETE: {
        isForOperator: true,
        doc: {
          summary: 'Revoke a key',
          description:
            'For ever; jobs that are under way go on. It stays in the list, since records name it.',
          tag: 'Operator',
          segments,
          answer: { status: 204, description: 'It is revoked.', content: {} },
        },
        handle: revokeKey,
      },
    },
  },
]

function readOwnKey(request: ApiRequest, deps: AnswerDeps): Answer {
  const refused = refuseParameters(request)
  if (refused) return refused
  const secret = secretOf(request)
  if (secret === null)
    return gateProblem({
      reason: 'missing',
      detail: 'Send the key that is meant: "authorization: Bearer KEY", or "x-api-key: KEY".',
    })
  const found = deps.keys.find(secret)
  return found.kind === 'known'
    ? noStore(200, toDto(found.key, deps))
    : gateProblem({ reason: found.kind, detail: `This key is ${found.kind}.` })
}

async function readKeys(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const refused = refuseParameters(request)
  if (refused) return refused
  await refresh(deps)
  const { keys, keyLimits, now } = deps
  const list = keys.list()
  const dto: KeysDto = {
    count: list.length,
    keys: list.map((key) => toDto(key, deps)),
    all: {
      ...usageToDto(keyLimits.usageOfAll(), now()),
      spend_wei_per_day: keyLimits.spendWeiPerDay?.toString() ?? null,
    },
  }
  return noStore(200, dto)
}

async function readKey(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { id = '' } = request.segments
  const refused = refuseParameters(request)
  if (refused) return refused
  await refresh(deps)
  const key = deps.keys.get(id)
  return key ? noStore(200, toDto(key, deps)) : unknownKey(id)
}

async function createKey(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const refused = refuseParameters(request)
  if (refused) return refused
  const body = await readJsonBody(request.readBody, newKeyBodyDto)
  if (!body.ok) return body.refusal
  const draft = readNewKey(body.value, { now: deps.now() })
  if (!draft.ok) return badBody(draft.errors)
  const made = await deps.keys.create(draft.value)
  if (made.kind === 'full')
    return problem(
      'too-many-keys',
      `There are ${MAX_KEYS} keys, which are as many as are kept; revoke one first.`,
    )
  const dto: NewKeyDto = { ...toDto(made.key, deps), secret: made.secret }
  return noStore(201, dto, { location: `/api/v1/keys/${made.key.id}` })
}

async function changeKey(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const { id = '' } = request.segments
  const refused = refuseParameters(request)
  if (refused) return refused
  const body = await readJsonBody(request.readBody, keyChangeBodyDto)
  if (!body.ok) return body.refusal
  const change = readKeyChange(body.value, { now: deps.now() })
  if (!change.ok) return badBody(change.errors)
  const key = await deps.keys.change(id, change.value)
  return key ? noStore(200, toDto(key, deps)) : unknownKey(id)
}

async function revokeKey(request: ApiRequest, { keys }: AnswerDeps): Promise<Answer> {
  const { id = '' } = request.segments
  const refused = refuseParameters(request)
  if (refused) return refused
  return (await keys.revoke(id)) ? { status: 204, headers: {}, body: null } : unknownKey(id)
}

const toDto = (key: ApiKey, { keyLimits, now }: AnswerDeps) => keyToDto(key, { keyLimits, now: now() })

const unknownKey = (id: string): Answer =>
  problem('not-found', `No key has the id ${shortened(id)}; /api/v1/keys lists all.`)

/** What other processes did; where the disk fails, what is known here is told. */
async function refresh({ keys, keyLimits }: AnswerDeps): Promise<void> {
  await keyLimits.sync()
  try {
    await keys.refresh()
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error
  }
}
