export const PRICE_LIST_FIELDS = {
  filters: ['pipeline', 'unit'],
  sortKeys: ['model', 'floor', 'median', 'n'],
  others: ['model', 'window'],
} as const
export type PriceFilter = (typeof PRICE_LIST_FIELDS.filters)[number]
export type PriceSortKey = (typeof PRICE_LIST_FIELDS.sortKeys)[number]
