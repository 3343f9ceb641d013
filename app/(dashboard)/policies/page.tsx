import type { Metadata } from 'next'
import { policiesDto } from '@/lib/api/contract/policy'
import { runtime } from '@/lib/runtime'
import { formatPlural } from '../../_components/format'
import { Notice } from '../../_components/notice'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { PoliciesTable } from './_components/policies-table'

export const metadata: Metadata = pageMetadata({ title: 'Policies', path: '/policies' })

/** Whom to choose and how, by name: those that there are for everybody. */
export default async function PoliciesPage() {
  const rt = await runtime()
  const list = await askOwn(rt, '/api/v1/policies', policiesDto)
  return (
    <>
      <h1 className="text-xl font-semibold">
        {list.ok ? `${formatPlural(list.data.count, 'policy', 'policies')} to choose by` : 'Policies'}
      </h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        A policy says by filters who is meant, and by rules who of those is chosen.{' '}
        <code className="font-mono wrap-anywhere">policy=</code> names one for lists, and{' '}
        <code className="font-mono wrap-anywhere">"policy"</code> for a job. The operator saves them with{' '}
        <a href="/reference?op=putPoliciesByName" className="link">
          PUT
        </a>
        ; how choices are made is{' '}
        <a href="/api/v1/selection/method" className="link">
          published
        </a>
        .
      </p>
      {list.ok ? (
        <section aria-label="All policies" className="panel min-w-0">
          <PoliciesTable policies={list.data.policies} />
        </section>
      ) : (
        <Notice tone="bad" title="The policies could not be read">
          {list.detail}
        </Notice>
      )}
    </>
  )
}
