import type { PriceUnit } from '@/lib/domain/pipeline'

/** Units of prices beside their numbers. */
export const SHORT_UNITS: Readonly<Record<PriceUnit, string>> = {
  pixel: 'wei/pixel',
  'input-pixel': 'wei/input pixel',
  millisecond: 'wei/ms of audio',
  token: 'wei/token',
  character: 'wei/character',
  unit: 'wei/unit',
  second: 'wei/s',
  '720p-pixel': 'wei/720p pixel',
  use: 'wei/use',
}
