'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { ApiError } from '@/lib/api/ask-api'
import { SecretsProvider } from './secrets'

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createClient)
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <SecretsProvider>{children}</SecretsProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  )
}

const createClient = () =>
  new QueryClient({
    defaultOptions: {
      // An answer of the server is final; a lost connection deserves a second try before it is shown.
      queries: { retry: (failures, error) => failures < 1 && !(error instanceof ApiError) },
    },
  })
