import type { SelectBodyDto } from '@/lib/api/contract/selection'

/** What the address of the page says, by the names of the body of `/api/v1/select`. */
const TEXTS = [
  'pipeline',
  'model',
  'policy',
  'strategy',
  'warm',
  'max_price',
  'region_is',
  'affinity',
  'seed',
  'min_node_version',
] as const satisfies readonly (keyof SelectBodyDto)[]
const LISTS = ['gpu', 'region', 'only', 'exclude'] as const satisfies readonly (keyof SelectBodyDto)[]
const NUMBERS = ['min_vram_gb', 'min_reliability'] as const satisfies readonly (keyof SelectBodyDto)[]
const SIZES = [
  'width',
  'height',
  'images',
  'seconds',
  'tokens',
  'characters',
] as const satisfies readonly (keyof NonNullable<SelectBodyDto['size']>)[]

/** All that may be said, in one order. */
export const SELECT_PARAMS = [...TEXTS, ...LISTS, ...NUMBERS, ...SIZES]

/** The parameters that are said, in one order, so that one question has one address. */
export function selectParams(given: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of SELECT_PARAMS) {
    const value = given.get(name)?.trim() ?? ''
    if (value !== '') params.set(name, value)
  }
  return params
}

/** The body that asks for what the address says; null: it names no pipeline. Whether it can be meant is for the API to say. */
export function selectBody(params: URLSearchParams): Record<string, unknown> | null {
  const pipeline = params.get('pipeline')
  if (!pipeline) return null
  const body: Record<string, unknown> = {}
  for (const name of TEXTS) {
    const value = params.get(name)
    if (value !== null) body[name] = value
  }
  for (const name of LISTS) {
    const values = (params.get(name) ?? '').split(',').map((text) => text.trim())
    const said = values.filter((text) => text !== '')
    if (said.length > 0) body[name] = said
  }
  for (const name of NUMBERS) {
    const value = params.get(name)
    if (value !== null) body[name] = numberOf(value)
  }
  const size: Record<string, unknown> = {}
  for (const name of SIZES) {
    const value = params.get(name)
    if (value !== null) size[name] = numberOf(value)
  }
  return Object.keys(size).length > 0 ? { ...body, size } : body
}

/** What is no number goes on as the text that it is, and is refused with its name. */
const numberOf = (text: string): number | string => {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}
