import { z } from 'zod'
import { type Answer, PRESENT_CLIENT } from '../answer'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { carryRoute, type PipelineRoute } from '../routes/carry-route'
import { parseAnswer } from '../routes/parse-answer'
import { routeProblem } from '../routes/route-problem'

/** What a client sends that does not wait (go-livepeer server/ai_mediaserver.go). */
export const wantsDeferred = ({ header }: Pick<ApiRequest, 'header'>): boolean =>
  header('prefer') === 'respond-async'

/** Answers as soon as the body is here, and carries the job without its client. */
export async function deferRoute(
  request: ApiRequest,
  deps: AnswerDeps,
  route: PipelineRoute,
): Promise<Answer> {
  let tellRead = () => {}
  const isRead = new Promise<null>((resolve) => {
    tellRead = () => resolve(null)
  })
  const id = deps.routing.newId()
  const carrying = carryRoute({ ...request, client: PRESENT_CLIENT }, deps, {
    ...route,
    id,
    async readInput(...asked) {
      const reading = await route.readInput(...asked)
      if (reading.ok) tellRead()
      return reading
    },
  })
  const refused = await Promise.race([carrying, isRead])
  if (refused) return refused
  deps.routing.deferred.begin(id, carrying)
  return json(202, { request_id: id }, { 'x-request-id': id })
}

const body = z.object({ request_id: z.string() })

/** Where a client that did not wait comes for its film. */
export const DEFERRED: Endpoint = {
  path: '/image-to-video/result',
  operations: Object.fromEntries(
    (['GET', 'POST'] as const).map((method) => [
      method,
      {
        doc: {
          summary: 'A film that its client did not wait for',
          description:
            'Of a job that was sent with `prefer: respond-async`; `request_id` in the query or in a JSON body. 202 while it is not done. For an hour, and not over a restart.',
          tag: 'Routes',
          isOfAJob: true,
          parameters: [
            {
              name: 'request_id',
              in: 'query',
              description: 'As the job was answered with.',
              schema: { type: 'string' },
            },
          ],
          answer: {
            status: 200,
            description: 'It is done, or has failed.',
            content: {
              'application/json': z.object({ status: z.string(), result: z.looseObject({}).optional() }),
            },
          },
        },
        handle: readDeferred,
      },
    ]),
  ),
}

async function readDeferred({ url, readBody }: ApiRequest, { routing }: AnswerDeps): Promise<Answer> {
  const id = url.searchParams.get('request_id') ?? idIn((await readBody()).toString())
  const found = id === null ? null : routing.deferred.find(id)
  if (!found)
    return routeProblem({ kind: 'unreadable-input', detail: 'invalid request ID', param: 'request_id' })
  if (found.kind === 'processing') return json(202, { status: 'processing' })
  const { answer } = found
  const told = Buffer.isBuffer(answer.body) ? parseAnswer(answer.body) : 'there is no answer'
  const result = typeof told === 'string' ? { error: { message: told } } : told
  return json(200, { result, status: 'complete' })
}

function idIn(text: string): string | null {
  const parsed = parseAnswer(text)
  return body.safeParse(parsed).data?.request_id ?? null
}

const json = (status: 200 | 202, value: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: Buffer.from(`${JSON.stringify(value)}\n`),
})
