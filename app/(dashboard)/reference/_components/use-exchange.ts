'use client'

import { useEffect, useRef, useState } from 'react'
import type { ProblemDto } from '@/lib/api/contract/problem'
import type { ApiRequest } from './build-request'
import { problemOf } from './problem-of'
import { type ApiAnswer, sendRequest } from './send-request'

/** What became of the request that was sent last. */
export type Exchange =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'answered'
      readonly request: ApiRequest
      readonly answer: ApiAnswer
      readonly problem: ProblemDto | null
    }
  | { readonly kind: 'failed'; readonly reason: string }

/** Sends one request at a time; a new one ends the one before, and so does leaving. */
export function useExchange(): {
  readonly exchange: Exchange
  readonly send: (request: ApiRequest, secret: string | null) => void
  readonly stop: () => void
} {
  const [exchange, setExchange] = useState<Exchange>({ kind: 'none' })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = (request: ApiRequest, secret: string | null) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    const show = (next: Exchange) => {
      if (running.current === mine) setExchange(next)
    }
    setExchange({ kind: 'waiting' })
    void sendRequest(request, {
      secret,
      origin: window.location.origin,
      fetch: window.fetch.bind(window),
      now: () => performance.now(),
      signal: mine.signal,
      onMore: (answer) => show({ kind: 'answered', request, answer, problem: null }),
    })
      .then(async (answer) => ({ answer, problem: await problemOf(answer) }))
      .then(
        ({ answer, problem }) => show({ kind: 'answered', request, answer, problem }),
        (error: unknown) =>
          show({
            kind: 'failed',
            reason: mine.signal.aborted
              ? 'It was stopped before there was an answer.'
              : `There was no answer: ${error instanceof Error ? error.message : String(error)}`,
          }),
      )
  }
  return { exchange, send, stop: () => running.current?.abort() }
}
