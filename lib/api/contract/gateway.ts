/** What this gateway offers to its own clients, and what its operator sees of that. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { SALE_UNITS } from '@/lib/domain/sale-unit'
import { listKeys } from './list-keys'
import { decimal } from './shapes'
import { snapshotDto } from './snapshot'

/** Why there is nothing to offer; null while there is something. */
const emptyReason = z
  .object({
    code: z
      .enum(['no-pricing', 'nothing-served'])
      .describe(
        '`no-pricing`: the operator has set no prices. `nothing-served`: nobody serves what has a price.',
      ),
    detail: z.string(),
  })
  .nullable()

const modelKeys = {
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  model: z.string().nullable().describe('Null where the nodes do not say which.'),
}

const gatewayPriceDto = z.object({
  usd: decimal
    .nullable()
    .describe('What a client pays for one `per`, exact to 18 places, cut; null: `reason` says why.'),
  per: z.enum(SALE_UNITS),
  label: z.string().describe('What is meant by `per`: `1024×1024 image`.'),
  basis: z
    .enum(['fixed', 'markup'])
    .describe('`fixed` by the operator, or it follows what the network charges.'),
  reason: z.string().nullable(),
  quantity: z
    .object({
      unit: z.enum(PRICE_UNITS),
      units: z.array(decimal).describe('One number; two where it is not certain which of them.'),
      uncertainty: z.string().nullable(),
    })
    .nullable()
    .describe('How many units of the protocol one `per` is; null where the nodes bill by something else.'),
})

const availabilityDto = z
  .object({
    percent: z.number().nullable().describe('To a tenth, cut; null: there is no node.'),
    answered: z.int(),
    asked: z.int(),
    window: z.enum(['latest-sweep']),
  })
  .describe('How many of the nodes behind it answered when they were last asked.')

const inferenceLatencyDto = z
  .union([
    z.object({ ms: z.null(), requests: z.int().nullable(), reason: z.string() }),
    z.object({ ms: z.number(), requests: z.int().min(1), reason: z.null() }),
  ])
  .describe('Mean of the requests that this gateway carried; null where it carried none, or does not tell.')

const failoverDto = z
  .object({ state: z.enum(['other-node', 'not-routing']), reason: z.string() })
  .describe('What happens to a request whose node fails.')

const gatewayOfferDto = z.object({
  ...modelKeys,
  price: gatewayPriceDto,
  is_warm: z.boolean().describe('Whether a node has it loaded.'),
  regions: z
    .array(z.object({ name: z.string(), nodes: z.int() }))
    .describe(
      'Where it is served, most nodes first; nodes of which nobody says where they are, are in none.',
    ),
  nodes: z.int(),
  availability: availabilityDto,
  mean_inference_latency: inferenceLatencyDto,
})

export const gatewayOfferingsDto = z.object({
  format: z.literal('livepeer-gateway/1'),
  version: z.string().describe('Of this software.'),
  snapshot: snapshotDto.nullable().describe('The look at the network that the offers are of.'),
  eth_usd: listKeys.eth_usd,
  reason: emptyReason,
  pipelines: z.array(z.string()),
  regions: z.array(z.string()),
  reliability: z.object({
    availability: availabilityDto,
    mean_inference_latency: inferenceLatencyDto,
    failover: failoverDto,
  }),
  count: z.int(),
  offers: z.array(gatewayOfferDto),
})
export type GatewayOfferingsDto = z.infer<typeof gatewayOfferingsDto>
export type GatewayOfferDto = z.infer<typeof gatewayOfferDto>

const marginDto = z
  .object({
    usd: decimal,
    percent: decimal.nullable().describe('Of the price; null where that is zero.'),
    is_negative: z.boolean(),
  })
  .nullable()
  .describe('What is left of the price; null without a price or a rate.')

const costDto = z.object({
  units: decimal.describe('Billed units that one `per` takes.'),
  uncertainty: z.string().nullable().describe('Why that is only one of several readings.'),
  min_usd: decimal.nullable(),
  median_usd: decimal.nullable().describe('The estimate: the median of what nodes charge that can be meant.'),
  max_usd: decimal.nullable(),
  margin: marginDto.describe('At the median.'),
  margin_at_max: marginDto.describe('At the dearest node.'),
})

const marginRowDto = z.object({
  ...modelKeys,
  rule: z
    .object({
      path: z.string(),
      line: z.int(),
      basis: z.enum(['fixed', 'markup']),
      markup_percent: decimal.nullable(),
    })
    .describe('Where in the pricing file its price stands.'),
  price: gatewayPriceDto,
  orchestrators: z.int(),
  nodes: z.int(),
  prices: z
    .object({ n: z.int(), zero: z.int(), missing: z.int(), implausible: z.int() })
    .nullable()
    .describe('What the costs are of; null where nodes bill by something else.'),
  costs: z.array(costDto).describe('Two where the quantity is not certain; none: `cost_problem` says why.'),
  cost_problem: z
    .enum(['no-price', 'other-unit', 'no-rate'])
    .nullable()
    .describe(
      '`no-price`: nobody states one that can be meant. `other-unit`: nodes bill by what `per` cannot be told in. `no-rate`: the price of ETH is not known.',
    ),
  is_negative: z.boolean().describe('Whether it is sold below the median cost, by any reading.'),
})

/** For the operator alone. */
export const gatewayMarginsDto = z.object({
  snapshot: snapshotDto.nullable(),
  eth_usd: listKeys.eth_usd,
  reason: emptyReason,
  count: z.int(),
  negative: z.int().describe('How many of the models are sold below their cost.'),
  models: z.array(marginRowDto),
  not_offered: z
    .array(z.object({ ...modelKeys, reason: z.enum(['no-rule', 'not-for-sale', 'other-unit']) }))
    .describe('What could be bought and is not offered.'),
  file_problem: z
    .string()
    .nullable()
    .describe(
      'Why the pricing file cannot be used as it stands now, each mistake with its line; the prices before it stay in use. Null: it can.',
    ),
  idle_rules: z
    .array(z.object({ path: z.string(), line: z.int() }))
    .describe('Rules of the pricing file that price nothing now; a name may be misspelt.'),
})
export type GatewayMarginsDto = z.infer<typeof gatewayMarginsDto>
