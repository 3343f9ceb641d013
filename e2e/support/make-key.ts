import type { APIRequestContext } from '@playwright/test'
import { type NewKeyDto, newKeyDto } from '@/lib/api/contract/key'
import { OPERATOR_KEY } from './fixtures'

/** A key of a client, for journeys that send jobs. */
export async function makeKey(request: APIRequestContext, name: string): Promise<NewKeyDto> {
  const answer = await request.post('/api/v1/keys', {
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    data: { name, scopes: ['route'] },
  })
  return newKeyDto.parse(await answer.json())
}
