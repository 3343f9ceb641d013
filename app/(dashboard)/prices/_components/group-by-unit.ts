import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'

export interface UnitGroup {
  readonly unit: PriceUnit
  /** What people buy, where all rows are told by the same: `1024×1024 image`. */
  readonly task: string | null
  readonly rows: readonly PriceRowDto[]
}

/** Rows by unit, most rows first: prices in unlike units have nothing to do with each other. */
export function groupByUnit(rows: readonly PriceRowDto[]): readonly UnitGroup[] {
  return PRICE_UNITS.flatMap((unit): UnitGroup[] => {
    const alike = rows.filter((row) => row.unit === unit)
    if (alike.length === 0) return []
    const tasks = new Set(alike.flatMap(({ median }) => median?.costs[0]?.label ?? []))
    const [task] = tasks
    return [{ unit, task: tasks.size === 1 && task !== undefined ? task : null, rows: alike }]
  }).sort((a, b) => b.rows.length - a.rows.length)
}
