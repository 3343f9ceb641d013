import { KeyBoard } from '../key-board'
import { KeyLimits, type KeyLimitsDeps } from '../key-limits'

const onError = (error: unknown) => {
  throw error
}
const never = () => () => {}

/** For tests that are not about keys: there are none, and none can be kept. */
export const noKeys = (): KeyBoard =>
  new KeyBoard({
    store: {
      readKeys: async () => [],
      readKeyRevision: async () => 0,
      createKey: async () => 'full',
      changeKey: async () => null,
      revokeKey: async () => null,
      writeKeyUses: async () => {},
    },
    now: () => 0,
    every: never,
    onError,
  })

/** Whatever is spent is remembered by nobody else. */
export const noSpend: KeyLimitsDeps['store'] = {
  readSpend: async () => ({ revision: 0, weiByKey: new Map() }),
  readSpendRevision: async () => 0,
  addSpend: async () => ({ revision: 0, weiByKey: new Map() }),
}

export const noKeyLimits = (): KeyLimits =>
  new KeyLimits(
    {
      store: noSpend,
      now: () => 0,
      every: never,
      onError,
    },
    { spendWeiPerDay: null },
  )
