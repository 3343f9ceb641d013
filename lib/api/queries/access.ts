/** By which key something is read that is not for everybody. */
export interface Access {
  /** It stands in no key of a query, since those are shown by tools and written into errors. */
  readonly secret: string
  /** Another one for every key that was typed. */
  readonly version: number
}

/** Whatever is read by the operator's key is kept under this, so that it can be forgotten with the key. */
export const OPERATOR = 'operator'
