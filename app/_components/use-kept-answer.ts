'use client'

import { useState } from 'react'
import { ApiError } from '@/lib/api/ask-api'

interface Question<Data> {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly dataUpdatedAt: number
  readonly isPlaceholderData: boolean
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

/**
 * The answer to a question that changes with what is chosen on the page. While the next one is under way, and where no
 * server answers it, `data` is the answer of before (`isEarlier`; `isWaiting` only while one may come). A server that
 * refuses a question means that one: then nothing is kept.
 */
export function useKeptAnswer<Data>(query: Question<Data>) {
  const { data, error, dataUpdatedAt, isPlaceholderData, isFetching, refetch } = query
  const isOwn = data !== undefined && !isPlaceholderData
  const [kept, setKept] = useState(isOwn ? { data, dataUpdatedAt } : null)
  if (isOwn && (kept?.data !== data || kept.dataUpdatedAt !== dataUpdatedAt)) setKept({ data, dataUpdatedAt })
  // While it is asked once more a question has no error, and what says that it failed would come and go.
  const [failure, setFailure] = useState<Error | null>(null)
  const isOver = isOwn || (error !== null && isRefused(error))
  const nextFailure = isOver ? null : (error ?? failure)
  if (nextFailure !== failure) setFailure(nextFailure)
  const isKept = data === undefined && kept !== null && error !== null && !isRefused(error)
  return {
    data: isKept ? kept.data : data,
    dataUpdatedAt: isKept ? kept.dataUpdatedAt : dataUpdatedAt,
    isEarlier: isKept || isPlaceholderData,
    isWaiting: isPlaceholderData,
    error: error ?? (isPlaceholderData ? failure : null),
    isFetching,
    refetch,
  }
}

const isRefused = (error: Error): boolean => error instanceof ApiError && error.status < 500
