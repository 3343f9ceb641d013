'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { asAnswer } from '@/lib/api/ask-api'
import type { EndedRequestDto, RequestEventDto, RunningRequestDto } from '@/lib/api/contract/request'
import type { Access } from '@/lib/api/queries/access'
import { readEvents } from '../../../_components/read-events'

/** What came since the page listens: the latest first. */
export interface RequestTail {
  readonly state: 'connecting' | 'live' | 'lost'
  readonly running: readonly RunningRequestDto[]
  readonly ended: readonly EndedRequestDto[]
}

const NOTHING: RequestTail = { state: 'connecting', running: [], ended: [] }
/** The list has what is older. */
const MAX_ENDED = 500
const FIRST_PAUSE_MS = 1_000
const MAX_PAUSE_MS = 15_000

/**
 * Requests as they begin and end, by the stream of `/api/v1/requests/stream`; a connection that is lost is made anew.
 * `query` has its filters, null: nothing is listened to. `onHello` is told of every connection: what came before it is
 * in the list alone.
 */
export function useRequestTail(
  { secret, version }: Access,
  { query, onHello }: { query: string | null; onHello: () => void },
): RequestTail {
  const [tail, setTail] = useState(NOTHING)
  const hello = useEffectEvent(onHello)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another key, and nothing else is
  useEffect(() => {
    setTail(NOTHING)
    if (query === null || secret === '') return
    const ending = new AbortController()
    void follow(`/api/v1/requests/stream?${query}`, secret, ending.signal, {
      onEvent(event) {
        if (event.kind === 'hello') hello()
        setTail((before) => tailAfter(before, event))
      },
      onLost: () => setTail((before) => ({ ...before, state: 'lost' })),
    })
    return () => ending.abort()
  }, [version, query])
  return tail
}

function tailAfter({ running, ended, state }: RequestTail, event: RequestEventDto): RequestTail {
  switch (event.kind) {
    case 'hello':
      return { state: 'live', running: event.running, ended }
    case 'begin':
      return { state, running: [event.request, ...running], ended }
    case 'end':
      return {
        state,
        running: running.filter(({ id }) => id !== event.request.id),
        ended: [event.request, ...ended].slice(0, MAX_ENDED),
      }
  }
}

/** Until it is ended. */
async function follow(
  path: string,
  secret: string,
  signal: AbortSignal,
  { onEvent, onLost }: { onEvent: (event: RequestEventDto) => void; onLost: () => void },
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const response = await fetch(path, { signal, headers: { authorization: `Bearer ${secret}` } })
      if (response.ok && response.body)
        for await (const { data } of readEvents(response.body)) {
          onEvent(asAnswer<RequestEventDto>(JSON.parse(data)))
          pauseMs = FIRST_PAUSE_MS
        }
    } catch {
      // Whatever it was, it is tried again, and the page says so.
    }
    if (signal.aborted) return
    onLost()
    await pause(pauseMs, signal)
    pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
