import { WINDOW_CHOICE } from '../../_components/history/history-windows'

export const PRICE_LIST_FIELDS = {
  filters: ['pipeline', 'unit'],
  sortKeys: ['model', 'floor', 'median', 'n'],
  others: ['model'],
  choices: WINDOW_CHOICE,
} as const
export type PriceFilter = (typeof PRICE_LIST_FIELDS.filters)[number]
export type PriceSortKey = (typeof PRICE_LIST_FIELDS.sortKeys)[number]
