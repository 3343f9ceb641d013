export interface Leader<T> {
  readonly first: T
  readonly value: number
  /** False when others reach the same value. */
  readonly isAlone: boolean
}

/** Who has the most; null when nobody has any. */
export function findLeader<T>(items: readonly T[], measure: (item: T) => number): Leader<T> | null {
  const value = Math.max(0, ...items.map(measure))
  const leaders = items.filter((item) => measure(item) === value)
  const [first] = leaders
  return value === 0 || first === undefined ? null : { first, value, isAlone: leaders.length === 1 }
}
