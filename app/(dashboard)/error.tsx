'use client'

import { PageError } from '../_components/page-error'

export default function DashboardError(props: { error: unknown; retry: () => void }) {
  return <PageError {...props} />
}
