import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { policyDto } from '@/lib/api/contract/policy'
import { policyComparisonDto } from '@/lib/api/contract/policy-comparison'
import { runtime } from '@/lib/runtime'
import { displayText } from '../../../_components/display-text'
import { Notice } from '../../../_components/notice'
import { toUrlSearchParams } from '../../../_components/offering-url'
import { pageMetadata } from '../../../_components/page-metadata'
import { askOwn } from '../../../_server/ask-own'
import { PolicyOrigin } from '../_components/policies-table'
import { ComparisonView } from './_components/comparison-view'
import { JobForm } from './_components/job-form'
import { PolicySays } from './_components/policy-says'
import { PolicyUse } from './_components/policy-use'

export async function generateMetadata({ params }: PageProps<'/policies/[name]'>): Promise<Metadata> {
  return pageMetadata({ title: `Policy ${(await params).name}`, path: '/policies' })
}

const ASKED = ['pipeline', 'model'] as const

/** One policy: what it says, how it is used, and whom it would choose now and an hour ago. */
export default async function PolicyPage({ params, searchParams }: PageProps<'/policies/[name]'>) {
  const rt = await runtime()
  const { name } = await params
  const path = `/api/v1/policies/${encodeURIComponent(decodeURIComponent(name))}`
  const given = toUrlSearchParams(await searchParams)
  const policy = await askOwn(rt, path, policyDto)
  if (!policy.ok) notFound()
  const job = new URLSearchParams()
  for (const field of ASKED) {
    const value = given.get(field)?.trim() || onlyOf(policy.data.filters[field])
    if (value) job.set(field, value)
  }
  const [comparison, facets] = await Promise.all([
    job.has('pipeline') ? askOwn(rt, `${path}/compare?${job}`, policyComparisonDto) : null,
    askOwn(rt, '/api/v1/facets', facetValuesDto),
  ])
  const valuesOf = (field: string): string[] =>
    facets.ok ? (facets.data.facets[field] ?? []).flatMap(({ value }) => value ?? []) : []
  const { description } = policy.data
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-xl font-semibold break-all">{policy.data.name}</h1>
        <PolicyOrigin policy={policy.data} />
        {description !== '' && (
          <p className="w-full max-w-[80ch] text-sm wrap-anywhere text-muted">
            <bdi>{displayText(description)}</bdi>
          </p>
        )}
      </div>
      <div className="mb-4 grid gap-4 lg:gap-5 xl:grid-cols-2">
        <PolicySays policy={policy.data} />
        <PolicyUse name={policy.data.name} />
      </div>
      <JobForm
        name={policy.data.name}
        values={{ pipeline: job.get('pipeline') ?? '', model: job.get('model') ?? '' }}
        suggestions={{ pipeline: valuesOf('pipeline'), model: valuesOf('model') }}
      />
      {comparison === null ? (
        <p className="text-sm text-muted">Name a pipeline to see whom this policy chooses.</p>
      ) : comparison.ok ? (
        <ComparisonView comparison={comparison.data} />
      ) : (
        <Notice tone="bad" title="This cannot be told">
          <bdi>{displayText(comparison.detail)}</bdi>
        </Notice>
      )}
    </>
  )
}

/** Of a filter that names exactly one. */
const onlyOf = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && !value.includes(',') ? value : null
