/** Some orchestrators beside each other, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { modelDto } from './model'
import { countsDto } from './roll-up'
import { share, wholeNumber } from './shapes'
import { detailKeys } from './single'

const fleetDto = z.object({
  address: z.string(),
  label: z.string().nullable().describe('What people call it; null when nobody says.'),
  is_known: z.boolean().describe('Whether any node is paid to it, at the moment of the snapshot.'),
  nodes: z.object({ listed: z.int(), answered: z.int() }),
  versions: countsDto.describe('Versions that its nodes state, most first.'),
  regions: countsDto.describe('Nodes by region, of those of which somebody says where they are.'),
  cards: z.object({ total: z.int(), nodes_reporting: z.int() }),
  memory: z.object({
    total_bytes: wholeNumber,
    cards: z.int().describe('How many cards state their memory.'),
  }),
  offerings: z.int(),
  models: z.int(),
  states: modelDto.shape.states,
  warm_share: share
    .nullable()
    .describe('Of the offerings that say whether they are warm or cold; null: none does.'),
  slots: z
    .object({ in_use: z.int(), capacity: z.int(), offerings: z.int() })
    .nullable()
    .describe('Of the `offerings` that state a capacity that can be meant; null: none does.'),
  latency: modelDto.shape.latency,
})
export type FleetDto = z.infer<typeof fleetDto>

export const comparisonDto = z
  .object({
    ...detailKeys,
    fleets: z.array(fleetDto).describe('In the order in which they were asked for.'),
    cards: z.array(
      z.object({
        name: z.string(),
        memory_total_bytes: wholeNumber.nullable(),
        vram_gb: z.number().nullable(),
        fleets: z
          .array(z.object({ cards: z.int(), models: z.int() }).nullable())
          .describe(
            'In the order of the fleets: how many there are, and how many models run on them; null: none of its nodes reports its hardware.',
          ),
      }),
    ),
    models: z
      .array(
        z.object({
          kind: z.enum(OFFERING_KINDS),
          pipeline: z.string(),
          model: z.string().nullable(),
          unit: z.enum(PRICE_UNITS),
          fleets: z.array(
            z
              .object({
                price: modelDto.shape.price.shape.min.describe('Its lowest one; null: none that counts.'),
                prices: z.int().describe('How many prices that is the lowest of.'),
                states: modelDto.shape.states,
                min_ms: z.number().nullable().describe('Of its fastest node.'),
              })
              .nullable()
              .describe('In the order of the fleets; null: it does not offer this.'),
          ),
          cheapest: z
            .array(z.string())
            .describe('Who asks the lowest price; empty where fewer than two state one.'),
        }),
      )
      .describe('What most of them have in common first.'),
  })
  .describe('Some orchestrators beside each other.')
export type ComparisonDto = z.infer<typeof comparisonDto>
