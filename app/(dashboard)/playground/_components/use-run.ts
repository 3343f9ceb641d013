'use client'

import { useEffect, useRef, useState } from 'react'
import { readEvents } from '../../../_components/read-events'
import type { PlaygroundJob } from './build-run'
import {
  type AnswerHead,
  type RouteProblem,
  type RunResult,
  readHead,
  readProblem,
  readResult,
  wordsOf,
} from './read-answer'

/** What became of the job that was sent last. It began at `startedAt` (ISO). */
export type Run =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly startedAt: string }
  | {
      readonly kind: 'streaming'
      readonly startedAt: string
      readonly head: AnswerHead
      readonly words: string
    }
  | {
      readonly kind: 'answered'
      readonly head: AnswerHead
      readonly result: RunResult
      readonly tookMs: number
      /** `broken`: it ended before its end, in the words of `problem`. */
      readonly end: 'complete' | 'stopped' | 'broken'
      readonly problem: string | null
    }
  | {
      readonly kind: 'refused'
      readonly head: AnswerHead
      readonly problem: RouteProblem
      readonly tookMs: number
    }
  | { readonly kind: 'failed'; readonly reason: string }

/** Sends one job at a time; a new one ends the one before, and so does leaving. */
export function useRun(): {
  readonly run: Run
  readonly start: (job: PlaygroundJob, about: { pipeline: string; secret: string }) => void
  readonly stop: () => void
} {
  const [run, setRun] = useState<Run>({ kind: 'none' })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = (job: PlaygroundJob, { pipeline, secret }: { pipeline: string; secret: string }) => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    const show = (next: Run) => {
      if (running.current === mine) setRun(next)
    }
    show({ kind: 'waiting', startedAt: new Date().toISOString() })
    void carry(job, { pipeline, secret, signal: mine.signal, show }).catch((error: unknown) =>
      show({
        kind: 'failed',
        reason: mine.signal.aborted
          ? 'You stopped it before there was an answer; whoever was at work was told.'
          : `There was no answer: ${error instanceof Error ? error.message : String(error)}`,
      }),
    )
  }
  return { run, start, stop: () => running.current?.abort() }
}

async function carry(
  { path, headers, body }: PlaygroundJob,
  {
    pipeline,
    secret,
    signal,
    show,
  }: { pipeline: string; secret: string; signal: AbortSignal; show: (run: Run) => void },
): Promise<void> {
  const [startedAt, begun] = [new Date().toISOString(), performance.now()]
  const response = await fetch(path, {
    method: 'POST',
    headers: { ...headers, ...(secret !== '' && { authorization: `Bearer ${secret}` }) },
    body,
    signal,
    cache: 'no-store',
    credentials: 'omit',
  })
  const head = readHead(response)
  const tookMs = () => performance.now() - begun
  if (!response.ok) {
    const text = await response.text()
    show({ kind: 'refused', head, problem: readProblem(response.status, text), tookMs: tookMs() })
    return
  }
  if (head.mediaType !== 'text/event-stream' || !response.body) {
    const text = await response.text()
    const result = readResult(pipeline, text)
    show({ kind: 'answered', head, result, tookMs: tookMs(), end: 'complete', problem: null })
    return
  }
  let words = ''
  let problem: string | null = null
  const answered = (end: 'complete' | 'stopped' | 'broken') =>
    show({
      kind: 'answered',
      head,
      result: { kind: 'words', words, text: words },
      tookMs: tookMs(),
      end,
      problem,
    })
  show({ kind: 'streaming', startedAt, head, words })
  try {
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'error') problem = readProblem(head.status, data).detail
      words += wordsOf(data)
      show({ kind: 'streaming', startedAt, head, words })
    }
    answered(problem === null ? 'complete' : 'broken')
  } catch {
    if (!signal.aborted) problem = 'The connection was lost.'
    answered(signal.aborted ? 'stopped' : 'broken')
  }
}
