'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { type Access, OPERATOR } from '@/lib/api/queries/access'

/** Whose key it is: that of this server, or that of one of its clients. */
export type Bearer = 'operator' | 'client'

type Secrets = Readonly<Record<Bearer, Access>>
const NONE: Secrets = { operator: { secret: '', version: 0 }, client: { secret: '', version: 0 } }

const SecretsContext = createContext<{
  readonly secrets: Secrets
  readonly change: (bearer: Bearer, secret: string) => void
}>({ secrets: NONE, change: () => {} })

/** Keys that were typed on a page: in the memory of this tab until it is closed or loaded anew, and nowhere else. */
export function SecretsProvider({ children }: { children: ReactNode }) {
  const [secrets, setSecrets] = useState(NONE)
  const client = useQueryClient()
  const value = useMemo(
    () => ({
      secrets,
      change(bearer: Bearer, secret: string) {
        setSecrets((before) => ({ ...before, [bearer]: { secret, version: before[bearer].version + 1 } }))
        // What was read by the key before is gone with it.
        if (bearer === 'operator') client.removeQueries({ queryKey: [OPERATOR] })
      },
    }),
    [secrets, client],
  )
  return <SecretsContext value={value}>{children}</SecretsContext>
}

/** The key that was typed last; its secret is empty until then. */
export function useSecret(bearer: Bearer): {
  readonly access: Access
  readonly setSecret: (secret: string) => void
} {
  const { secrets, change } = useContext(SecretsContext)
  return { access: secrets[bearer], setSecret: (secret) => change(bearer, secret) }
}
