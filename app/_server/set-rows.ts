import type { DataTag, QueryClient } from '@tanstack/react-query'

/**
 * Sets the rows that a document carries. Where there are more of them, the page shows these at first and asks for all as
 * soon as it is alive: a thousand rows in the document would be waited for by everybody, and nobody looks at them at once.
 */
export function setRows<T extends { readonly count: number }>(
  client: QueryClient,
  queryKey: DataTag<readonly unknown[], T, Error>,
  { data, rows }: { data: T; rows: readonly unknown[] },
): void {
  client.setQueryData<T>(queryKey, data)
  if (rows.length < data.count) client.getQueryCache().find({ queryKey, exact: true })?.invalidate()
}
