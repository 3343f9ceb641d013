/** How the store does: whether it is written, or why it is not. */
export const STORE_STATES = ['ok', 'read-only', 'full', 'failing'] as const
export type StoreState = (typeof STORE_STATES)[number]
