import { type Price, parseDecimalPrice } from '@/lib/domain/price'

const MAX_INT64 = 2n ** 63n - 1n

/** `3000`, `0.4` or a fraction `11800000000000/54901722631` of wei per unit, within what the wire can hold; else null. */
export function parseWeiText(text: string): Price | null {
  const fraction = /^(\d{1,19})\/(\d{1,19})$/.exec(text.trim())
  const price = fraction
    ? { wei: BigInt(fraction[1] ?? ''), perUnits: BigInt(fraction[2] ?? '') }
    : parseDecimalPrice(text)
  return price && price.perUnits > 0n && price.perUnits <= MAX_INT64 && price.wei <= MAX_INT64 ? price : null
}

export const formatWeiText = (pricePerUnit: bigint, pixelsPerUnit: bigint): string =>
  pixelsPerUnit === 1n ? `${pricePerUnit}` : `${pricePerUnit}/${pixelsPerUnit}`
