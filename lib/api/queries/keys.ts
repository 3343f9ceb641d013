import { queryOptions } from '@tanstack/react-query'
import { askApi, fetchApi } from '../ask-api'
import type { KeysDto, NewKeyBodyDto, NewKeyDto } from '../contract/key'
import { type Access, OPERATOR } from './access'

export const keysQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'keys'],
    queryFn: ({ signal }) => askApi<KeysDto>(KEYS, { signal, secret }),
    refetchInterval: KEYS_POLL_MS,
    staleTime: KEYS_POLL_MS,
  })
const KEYS = '/api/v1/keys'
const KEYS_POLL_MS = 5_000

/** The answer alone has the secret of the new key. */
export const createKey = ({ secret }: Access, body: NewKeyBodyDto) =>
  askApi<NewKeyDto>(KEYS, { secret, method: 'POST', body: JSON.stringify(body) })

export const revokeKey = ({ secret }: Access, id: string): Promise<unknown> =>
  fetchApi(`${KEYS}/${encodeURIComponent(id)}`, { secret, method: 'DELETE' })
