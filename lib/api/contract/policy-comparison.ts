/** What a policy would choose now and then, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { RULE_NAMES } from '@/lib/domain/selection'
import { offeringRefDto, selectionDto } from './selection'
import { decimal, moment } from './shapes'

const place = z.int().min(1)
const why = z
  .object({
    reason: z.enum(['not-offered', 'rejected']),
    rule: z.enum(RULE_NAMES).nullable().describe('The first that it broke; null: it was not offered at all.'),
    found: z.string().nullable(),
  })
  .describe('Why it was not among them on the other side.')

const listOf = <Row extends z.ZodRawShape>(row: Row) =>
  z.object({ count: z.int(), offerings: z.array(offeringRefDto.extend(row)).describe('The first hundred.') })

export const policyComparisonDto = z
  .object({
    policy: z.string(),
    kind: z.enum(OFFERING_KINDS),
    pipeline: z.string(),
    model: z.string().nullable(),
    from: moment.describe('The moment that it is compared with.'),
    seed: z.string().describe('The same on both sides.'),
    now: selectionDto,
    past: selectionDto,
    changes: z.object({
      chosen_is_same: z.boolean(),
      entered: listOf({ place, why }).describe('Ranked now and not then.'),
      left: listOf({ place, why }).describe('Ranked then and not now; the place is that of then.'),
      moved: listOf({ from: place, to: place }),
      repriced: listOf({
        wei_per_unit_then: decimal.nullable(),
        percent: decimal
          .nullable()
          .describe('How much dearer; null where one of them states no price, or it was zero.'),
      }).describe('At another price, ranked or not.'),
    }),
    not_counted: z.array(z.string()).describe('What does not count in the past.'),
  })
  .describe('Who would be chosen now, who then, and what became otherwise.')
export type PolicyComparisonDto = z.infer<typeof policyComparisonDto>
