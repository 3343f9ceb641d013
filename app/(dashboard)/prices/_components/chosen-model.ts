import type { PriceRowDto } from '@/lib/api/contract'
import { modelIdOf } from '../../../_components/model-href'

/** Whose history is shown: what the address says, else the model that most prices are of; null: there is none. */
export function chosenModel(asked: string, rows: readonly PriceRowDto[]): string | null {
  if (asked !== '') return asked
  const most = rows.reduce<PriceRowDto | null>((best, row) => (row.n > (best?.n ?? 0) ? row : best), null)
  return most && modelIdOf(most)
}
