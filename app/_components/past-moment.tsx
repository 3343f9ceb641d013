'use client'

import { createContext, type ReactNode, useContext } from 'react'

/** The moment (ms) that what is inside is shown as of; null: now. */
const MomentContext = createContext<number | null>(null)

/** Everything inside is told as it was at that moment: ages count from it, and no clock ticks. */
export const PastMoment = ({ at, children }: { at: number | null; children: ReactNode }) => (
  <MomentContext value={at}>{children}</MomentContext>
)

export const usePastMoment = (): number | null => useContext(MomentContext)
