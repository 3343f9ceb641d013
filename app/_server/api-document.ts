import { apiDocumentDto } from '@/lib/api/contract/api-document'
import { once } from '@/lib/domain/once'
import type { Runtime } from '@/lib/runtime'

/** The OpenAPI document as browsers read it; it stays the same for as long as the process runs. */
export const apiDocument = once(async ({ answer }: Runtime) => {
  const { body } = await answer({
    method: 'GET',
    url: new URL('http://localhost/api/v1/openapi.json'),
    header: () => null,
  })
  if (body === null || !('identity' in body)) throw new Error('the table does not describe itself')
  return apiDocumentDto.parse(JSON.parse(body.identity.toString()))
})
