import type { Job } from '../job'

export const jobAt = (at: number, index = 0): Job => ({
  index,
  at,
  units: 1_000n,
  size: 1,
  isBadRequest: false,
})
