'use client'

import { AS_OF } from '@/lib/api/search-params'
import { CopyButton } from '../../../_components/copy-button'
import { Download } from '../../../_components/icons'
import { MenuDetails } from '../../../_components/menu-details'
import { shellQuoted } from '../../../_components/shell-quoted'
import { NAME_COLUMN, type OfferingColumn } from './columns'

/** The rows that are shown, all of them, in other forms: files, and the question itself. */
export function ExportMenu({
  asked,
  asOf,
  columns,
}: {
  /** Parameters of the API: filters and order. */
  asked: URLSearchParams
  asOf: string | null
  columns: readonly OfferingColumn[]
}) {
  const question = new URLSearchParams(asked)
  if (asOf !== null) question.set(AS_OF, asOf)
  const path = `/api/v1/offerings${question.size > 0 ? `?${question}` : ''}`
  return (
    <MenuDetails label="Export" Icon={Download}>
      <p className="text-xs text-muted">
        The same rows in the same order, all of them, with what the columns that are shown are made of;
        dollars are the price at the rate below the table.
      </p>
      <a href={exportPath(question, columns, 'csv')} download="offerings.csv" className="button">
        Download CSV
      </a>
      <a href={exportPath(question, columns, 'ndjson')} download="offerings.ndjson" className="button">
        Download NDJSON
      </a>
      <CopyButton
        label="Copy as cURL"
        text={() => `curl ${shellQuoted(`${window.location.origin}${path}`)}`}
        hasWords
      />
      <CopyButton label="Copy API query" text={() => path} hasWords />
    </MenuDetails>
  )
}

function exportPath(
  question: URLSearchParams,
  columns: readonly OfferingColumn[],
  format: 'csv' | 'ndjson',
): string {
  const fields = [...NAME_COLUMN.fields, ...columns.flatMap((column) => column.fields)]
  const params = new URLSearchParams(question)
  params.set('fields', [...new Set(fields)].join(','))
  params.set('format', format)
  return `/api/v1/offerings?${params}`
}
