'use client'

import { useState, useTransition } from 'react'

const PAGE = 100

/** The first rows of a long table, and more of them on demand. */
export interface Unfolding {
  readonly limit: number
  readonly isUnfolding: boolean
  readonly setLimit: (limit: number) => void
}

/** Another `order` begins at its top again: what was unfolded belongs to the order it was unfolded in. */
export function useUnfolding(order: string, page = PAGE): Unfolding {
  const [unfolded, setUnfolded] = useState({ order, limit: page })
  const [isUnfolding, startUnfolding] = useTransition()
  return {
    limit: unfolded.order === order ? unfolded.limit : page,
    isUnfolding,
    setLimit: (limit) => startUnfolding(() => setUnfolded({ order, limit })),
  }
}
