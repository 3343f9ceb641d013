import Link from 'next/link'
import { Fragment } from 'react'
import type { StatusDto } from '@/lib/api/contract/status'
import { formatCount } from './format'
import { LongText } from './long-text'
import { NameText } from './name-text'
import { RelativeTime } from './relative-time'
import { SourceHealthBadge } from './source-health-badge'
import { sourceHref } from './source-href'
import { Unknown } from './unknown'

/** Where the nodes' URIs come from and how each source does. */
export function SourcesTable({ sources }: { sources: StatusDto['sources'] }) {
  return (
    <table className="data-table [&_tbody_:is(td,th)]:align-middle">
      <caption className="sr-only">Sources of service URIs</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col" className="number">
            Entries
          </th>
          <th scope="col" className="whitespace-nowrap">
            List read
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {sources.map(({ name, count, read_at, error }) => (
          <Fragment key={name}>
            <tr>
              <th scope="row" className={error === null ? '' : 'border-b-0!'}>
                <Link href={sourceHref(name)} className="link inline-flex min-h-6 items-center">
                  <NameText text={name} />
                </Link>
              </th>
              <td className={`number ${error === null ? '' : 'border-b-0!'}`}>{formatCount(count)}</td>
              <td className={`whitespace-nowrap ${error === null ? '' : 'border-b-0!'}`}>
                {read_at ? (
                  <RelativeTime iso={read_at} stepMs={10_000} />
                ) : (
                  <Unknown reason="The list was never read." />
                )}
              </td>
              <td className={error === null ? '' : 'border-b-0!'}>
                <SourceHealthBadge source={{ read_at, error }} />
              </td>
            </tr>
            {error !== null && (
              <tr>
                <td colSpan={4} className="pt-0!">
                  <LongText text={error} max={300} what="error" />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}
