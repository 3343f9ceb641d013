import { z } from 'zod'
import type { Price } from '@/lib/domain/price'
import { parseWeiText } from './wei-text'

/** Wei for one unit as a text: whole, decimal or a fraction. */
export const price = z.string().transform((value, context): Price => {
  const parsed = parseWeiText(value)
  if (parsed) return parsed
  context.addIssue(`"${value}" is not wei per unit; write "3000", "0.4" or a fraction such as "118/549"`)
  return z.NEVER
})
