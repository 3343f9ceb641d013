'use client'

import { ApiError } from '@/lib/api/ask-api'
import { displayText } from './display-text'
import { RotateCw } from './icons'
import { Notice } from './notice'
import { RelativeTime } from './relative-time'

interface QueryState {
  readonly data: unknown
  readonly error: Error | null
  readonly dataUpdatedAt: number
  /** `data` is the answer to another question: see `useKeptAnswer`. */
  readonly isEarlier?: boolean
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/** A question of the page that failed: what came back, how old the data kept is, and a way to ask again. */
export function QueryNotice({ query, what }: { query: QueryState; what: string }) {
  const { data, error, dataUpdatedAt, isEarlier = false, isFetching, refetch } = query
  if (!error) return null
  return (
    <Notice
      tone="bad"
      title={
        isEarlier
          ? `${what} could not be read: below is the answer to the question before`
          : `${what} could not be ${data ? 'refreshed' : 'read'}`
      }
      action={
        <button type="button" className="button" disabled={isFetching} onClick={() => void refetch()}>
          <RotateCw aria-hidden className="size-4" />
          Try again
        </button>
      }
    >
      {isEarlier && !(error instanceof ApiError)
        ? `The server does not answer (${displayText(error.message)}); once it does, the page goes on by itself.`
        : displayText(error.message)}{' '}
      {data !== undefined && (
        <>
          What you see was read <RelativeTime iso={new Date(dataUpdatedAt).toISOString()} />.
        </>
      )}
    </Notice>
  )
}
