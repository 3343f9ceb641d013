'use client'

import { useEffect, useRef, useState } from 'react'
import { ApiError, askApi } from '@/lib/api/ask-api'
import type { SelectionDto } from '@/lib/api/contract/selection'

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
    const selection = await askApi<SelectionDto>(SELECT_PATH, {
      method: 'POST',
      body: JSON.stringify(body),
      signal,
    })
    return { kind: 'told', selection, body }
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'refused', detail: error.message }
    return {
      kind: 'refused',
      detail: `There was no answer: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
