'use client'

import { useEffect, useRef, useState } from 'react'
import { problemDto } from '@/lib/api/contract'
import { type SelectionDto, selectionDto } from '@/lib/api/contract/selection'

export type DryRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'told'
      readonly selection: SelectionDto
      readonly body: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'refused'; readonly detail: string }

export const SELECT_PATH = '/api/v1/select'

/** Asks who would get a job; the latest question counts. */
export function useDryRun(): {
  readonly dryRun: DryRun
  readonly ask: (body: Readonly<Record<string, unknown>>) => void
  readonly clear: () => void
} {
  const [dryRun, setDryRun] = useState<DryRun>({ kind: 'none' })
  const asking = useRef<AbortController>(null)
  useEffect(() => () => asking.current?.abort(), [])
  const begin = (next: DryRun): AbortController => {
    asking.current?.abort()
    const mine = new AbortController()
    asking.current = mine
    setDryRun(next)
    return mine
  }
  return {
    dryRun,
    ask(body) {
      const mine = begin({ kind: 'asking' })
      void choiceOf(body, mine.signal).then((next) => {
        if (!mine.signal.aborted) setDryRun(next)
      })
    },
    clear: () => void begin({ kind: 'none' }),
  }
}

async function choiceOf(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<DryRun> {
  try {
    const response = await fetch(SELECT_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    })
    const json: unknown = await response.json()
    if (response.ok) return { kind: 'told', selection: selectionDto.parse(json), body }
    const problem = problemDto.safeParse(json)
    return {
      kind: 'refused',
      detail: problem.success ? problem.data.detail : `The server answered ${response.status}.`,
    }
  } catch (error) {
    return {
      kind: 'refused',
      detail: `There was no answer: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
