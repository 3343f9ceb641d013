import type { Gpu, OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { RunnerListing } from '@/lib/domain/runner-listing'

/**
 * What changes with every look at a busy node: places in use and free memory. These numbers are kept per snapshot, so
 * that everything else is stored once for as long as it stands.
 */
export interface PassingNumbers<T> {
  /** In the order in which they stand in the value. */
  read(value: T): readonly bigint[]
  /** The value with other numbers in their places. */
  replace(value: T, numbers: readonly bigint[]): T
  /** Whether two values differ in nothing but these numbers. */
  isSameElse(a: T, b: T): boolean
}

/** A stranger may state any number of them; beyond this many every change makes a new answer, of which few are kept. */
const MAX_NUMBERS = 2_000

export const ANSWER_NUMBERS: PassingNumbers<OrchestratorAnswer> = {
  read(answer) {
    const numbers: bigint[] = []
    for (const models of answer.capabilities?.constraints?.perCapability.values() ?? [])
      for (const { capacityInUse } of models.values()) numbers.push(BigInt(capacityInUse))
    for (const { gpus } of answer.hardware)
      for (const { memoryFreeBytes } of gpus.values()) numbers.push(memoryFreeBytes)
    return numbers.length > MAX_NUMBERS ? [] : numbers
  },
  replace(answer, numbers) {
    if (numbers.length === 0) return answer
    let next = 0
    const taken = () => numbers[next++] ?? 0n
    const { capabilities } = answer
    return {
      ...answer,
      capabilities: capabilities && {
        ...capabilities,
        constraints: capabilities.constraints && {
          ...capabilities.constraints,
          perCapability: mapped(capabilities.constraints.perCapability, (models) =>
            mapped(models, (model) => ({ ...model, capacityInUse: Number(taken()) })),
          ),
        },
      },
      hardware: answer.hardware.map((entry) => ({
        ...entry,
        gpus: mapped(entry.gpus, (gpu): Gpu => ({ ...gpu, memoryFreeBytes: taken() })),
      })),
    }
  },
  isSameElse: (a, b) => isSame(a, b, isCounted(a) && isCounted(b) ? ANSWER_KEYS : NO_KEYS),
}
const ANSWER_KEYS: ReadonlySet<string> = new Set(['capacityInUse', 'memoryFreeBytes'])
const NO_KEYS: ReadonlySet<string> = new Set()
const isCounted = (answer: OrchestratorAnswer): boolean => ANSWER_NUMBERS.read(answer).length > 0

export type RunnerList = Pick<RunnerListing, 'listings' | 'refused'>

export const RUNNER_NUMBERS: PassingNumbers<RunnerList> = {
  read({ listings }) {
    const numbers = listings.flatMap(({ runners }) =>
      runners.flatMap(({ capacityUsed, capacityAvailable }) => [capacityUsed, capacityAvailable]),
    )
    return numbers.length > MAX_NUMBERS || !numbers.every(Number.isSafeInteger) ? [] : numbers.map(BigInt)
  },
  replace({ listings, refused }, numbers) {
    if (numbers.length === 0) return { listings, refused }
    let next = 0
    const taken = () => Number(numbers[next++] ?? 0n)
    return {
      listings: listings.map(({ address, runners }) => ({
        address,
        runners: runners.map((runner) => ({
          ...runner,
          capacityUsed: taken(),
          capacityAvailable: taken(),
        })),
      })),
      refused,
    }
  },
  isSameElse: (a, b) =>
    isSame(
      a,
      b,
      RUNNER_NUMBERS.read(a).length > 0 && RUNNER_NUMBERS.read(b).length > 0 ? RUNNER_KEYS : NO_KEYS,
    ),
}
const RUNNER_KEYS: ReadonlySet<string> = new Set(['capacityUsed', 'capacityAvailable'])

const mapped = <K, A, B>(map: ReadonlyMap<K, A>, change: (value: A) => B): Map<K, B> =>
  new Map([...map].map(([key, value]) => [key, change(value)]))

/** Equal in depth and in order, but for what stands under some keys of objects; the keys of Maps are a stranger's. */
function isSame(a: unknown, b: unknown, but: ReadonlySet<string>): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => isSame(item, b[i], but))
    )
  if (a instanceof Map || b instanceof Map)
    return a instanceof Map && b instanceof Map && a.size === b.size && isSame([...a], [...b], but)
  const [inA, inB] = [Object.entries(a), Object.entries(b)]
  return (
    inA.length === inB.length &&
    inA.every(([key, value], i) => {
      const [otherKey, other] = inB[i] ?? []
      return key === otherKey && (but.has(key) || isSame(value, other, but))
    })
  )
}
