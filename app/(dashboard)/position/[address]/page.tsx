import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { positionDto } from '@/lib/api/contract/position'
import { runtime } from '@/lib/runtime'
import { CopyAddress } from '../../../_components/copy-address'
import { displayText } from '../../../_components/display-text'
import { formatPlural } from '../../../_components/format'
import { Notice } from '../../../_components/notice'
import { toUrlSearchParams } from '../../../_components/offering-url'
import { orchestratorHref } from '../../../_components/orchestrator-href'
import { pageMetadata } from '../../../_components/page-metadata'
import { shortAddress } from '../../../_components/short-address'
import { askOwn } from '../../../_server/ask-own'
import { PositionTable } from './_components/position-table'

export const metadata: Metadata = pageMetadata({ title: 'Position in the market', path: '/orchestrators' })

const PAGE = 50

/** Where each offering of an orchestrator stands, and why it does or does not get jobs. */
export default async function PositionPage({ params, searchParams }: PageProps<'/position/[address]'>) {
  const rt = await runtime()
  const { address } = await params
  const given = toUrlSearchParams(await searchParams)
  const cursor = given.get('cursor')
  const page = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) })
  const path = `/api/v1/orchestrators/${encodeURIComponent(decodeURIComponent(address))}/position`
  const position = await askOwn(rt, `${path}?${page}`, positionDto)
  if (!position.ok && position.status === 404) notFound()
  if (!position.ok)
    return (
      <>
        <h1 className="mb-4 text-xl font-semibold">Position in the market</h1>
        <Notice tone="bad" title="The position could not be read">
          <bdi>{displayText(position.detail)}</bdi>
        </Notice>
      </>
    )
  const { data } = position
  return (
    <>
      <h1 className="text-xl font-semibold break-words">
        Position of <bdi>{displayText(data.name ?? shortAddress(data.address))}</bdi> in the market
      </h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        <Link href={orchestratorHref(data.address)} className="link">
          Its page
        </Link>{' '}
        · <CopyAddress address={data.address} /> · {formatPlural(data.count, 'offering')}, each among those of
        the same pipeline, model and unit.{' '}
        <a href={path} className="link">
          The same as JSON
        </a>
      </p>
      {data.offerings.length === 0 ? (
        <p className="text-sm text-muted">
          It offers nothing now: none of its nodes gave an answer that counts.
        </p>
      ) : (
        <section aria-label="Its offerings" className="panel min-w-0">
          <PositionTable offerings={data.offerings} />
        </section>
      )}
      {data.next_cursor !== null && (
        <p className="mt-3">
          <a className="button" href={`?cursor=${data.next_cursor}`}>
            Next offerings
          </a>
        </p>
      )}
    </>
  )
}
