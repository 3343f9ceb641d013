'use client'

import { useState, useTransition } from 'react'

/** Rows at first, and with each step: twice a screenful. */
export const PAGE = 50

/** The first rows of a long table, and more of them on demand. */
export interface Unfolding {
  readonly limit: number
  /** Nobody asked for more yet: on a phone, where rows are cards, a table may show fewer of them (`is-folded`). */
  readonly isFolded: boolean
  readonly isUnfolding: boolean
  readonly setLimit: (limit: number) => void
}

/** Another `order` begins at its top again: what was unfolded belongs to the order it was unfolded in. */
export function useUnfolding(order: string, page = PAGE): Unfolding {
  const [unfolded, setUnfolded] = useState({ order, limit: page, isFolded: true })
  const [isUnfolding, startUnfolding] = useTransition()
  const isSame = unfolded.order === order
  return {
    limit: isSame ? unfolded.limit : page,
    isFolded: isSame ? unfolded.isFolded : true,
    isUnfolding,
    setLimit: (limit) => startUnfolding(() => setUnfolded({ order, limit, isFolded: false })),
  }
}
