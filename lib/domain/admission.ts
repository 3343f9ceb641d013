/**
 * How far a candidate is to be trusted at one moment, after what became of the jobs that it was sent. Moments are ms
 * since 1970.
 */
export type Admission =
  | { readonly kind: 'trusted' }
  /** Gets no jobs. */
  | {
      readonly kind: 'suspended'
      /** In a few words: `5 of the last 6 jobs failed`. */
      readonly cause: string
      readonly since: number
      /** When it is tried again; null: when somebody lifts it. */
      readonly reopensAt: number | null
      /** An operator placed it: not even for lack of anybody else is it overridden. */
      readonly isByHand: boolean
    }
  /** Its suspension is over and one job may tell whether it is well; taken: that job is on its way. */
  | { readonly kind: 'trial'; readonly isTaken: boolean }
  /** It is well again and gets more from minute to minute; the share (above 0, below 1) of what it would get otherwise. */
  | { readonly kind: 'recovering'; readonly share: number }

export const TRUSTED: Admission = { kind: 'trusted' }
