import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { modelIdOf } from '../../../_components/model-href'

/**
 * Whose history is shown: what the address says, else the model of an AI pipeline that most prices are of, else whatever
 * has most of them; null: there is none.
 */
export function chosenModel(asked: string, rows: readonly PriceRowDto[]): string | null {
  if (asked !== '') return asked
  const most = mostPriced(rows.filter(({ kind }) => kind === 'ai')) ?? mostPriced(rows)
  return most && modelIdOf(most)
}

const mostPriced = (rows: readonly PriceRowDto[]): PriceRowDto | null =>
  rows.reduce<PriceRowDto | null>((best, row) => (row.n > (best?.n ?? 0) ? row : best), null)
