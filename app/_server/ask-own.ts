import type { z } from 'zod'
import { problemDto } from '@/lib/api/contract/problem'
import type { Runtime } from '@/lib/runtime'

/** What our own API answers to a page: its data, or the words of its problem. */
export type OwnAnswer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly status: number; readonly detail: string }

/** Asks an address of the API as a client would, without the way through the network. */
export async function askOwn<T>(
  { answer }: Pick<Runtime, 'answer'>,
  path: string,
  dto: z.ZodType<T>,
  /** What is sent along; left out: nothing is, and it is read. */
  sent?: object,
): Promise<OwnAnswer<T>> {
  const { status, body } = await answer({
    method: sent ? 'POST' : 'GET',
    url: new URL(path, 'http://localhost'),
    header: () => null,
    ...(sent && { readBody: async () => Buffer.from(JSON.stringify(sent)) }),
  })
  const bytes = body !== null && 'identity' in body ? body.identity : body
  const json: unknown = bytes instanceof Uint8Array ? JSON.parse(Buffer.from(bytes).toString()) : null
  if (status === 200) return { ok: true, data: dto.parse(json) }
  const problem = problemDto.safeParse(json)
  return {
    ok: false,
    status,
    detail: problem.success ? problem.data.detail : `The server answered ${status}.`,
  }
}
