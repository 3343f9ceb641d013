'use client'

import { PageError } from './_components/page-error'

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main>
      <PageError {...props} />
    </main>
  )
}
