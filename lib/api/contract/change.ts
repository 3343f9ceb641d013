/** What `GET /api/v1/stream` sends. Browser-safe: no server imports. */
import { z } from 'zod'
import { GONE_REASONS } from '@/lib/domain/change'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { OUTCOME_KINDS } from '@/lib/domain/outcome'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { snapshotDto } from '../contract'

const moment = z.iso.datetime()
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)

const ofSnapshot = {
  id: z.int().describe('The `id` of the event. Numbers only grow; none is used twice.'),
  snapshot_id: z.int().describe('The snapshot it led to; lists of that one, and of later ones, hold it.'),
  observed_at: moment.describe('When the node said so, or was found so.'),
}
const ofNode = {
  ...ofSnapshot,
  node_uri: z.string(),
  orchestrator: z.string().nullable().describe('Who gets paid; null when nobody is known to be.'),
}
const ofOffering = {
  ...ofNode,
  offering: z.object({
    id: z.string().describe('As in the list of offerings.'),
    kind: z.enum(OFFERING_KINDS),
    pipeline: z.string().describe('Names of more than 200 characters are cut.'),
    model: z.string().nullable().describe('Null when the node does not say which.'),
  }),
}

const outcomeDto = z.object({ outcome: z.enum(OUTCOME_KINDS), detail: z.string().nullable() })
const amount = {
  price: z
    .object({ wei: decimal, per_units: decimal, unit: z.enum(PRICE_UNITS) })
    .nullable()
    .describe('Exact: `wei` for `per_units` units. Null: no usable price stated. Zero is a price.'),
  price_problem: z.enum(['missing', 'invalid']).nullable(),
}
const amountDto = z.object(amount)
const capacity = z.int().nullable().describe('Parallel slots, as reported; null: not stated.')
const termsDto = z.object({ state: z.enum(OFFERING_STATES), ...amount, capacity })
const state = z.enum(OFFERING_STATES)
const health = z.enum(HEALTH_STATES)
const cards = z.array(z.object({ name: z.string(), count: z.int() }))

export const changeDto = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('node-joined'), ...ofNode, before: z.null(), after: outcomeDto }),
    z
      .object({ kind: z.literal('node-left'), ...ofNode, before: outcomeDto, after: z.null() })
      .describe('No source names it any more.'),
    z
      .object({ kind: z.literal('node-silent'), ...ofNode, before: outcomeDto, after: outcomeDto })
      .describe('It answered before, and does not now. What it offers counts on until that expires.'),
    z.object({ kind: z.literal('node-back'), ...ofNode, before: outcomeDto, after: outcomeDto }),
    z.object({ kind: z.literal('health-changed'), ...ofNode, before: health, after: health }),
    z.object({
      kind: z.literal('version-changed'),
      ...ofNode,
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
    z
      .object({
        kind: z.literal('gpus-changed'),
        ...ofNode,
        added: cards,
        removed: cards,
        others: z.int().describe('Further names whose number changed.'),
      })
      .describe('Distinct reported cards, by their short names.'),
    z.object({ kind: z.literal('offering-added'), ...ofOffering, before: z.null(), after: termsDto }),
    z
      .object({
        kind: z.literal('offering-gone'),
        ...ofOffering,
        before: termsDto,
        after: z.null(),
        reason: z.enum(GONE_REASONS),
      })
      .describe(
        '`withdrawn`: the node states it no more. `expired`: it was last stated too long ago. `node-left`: with its node.',
      ),
    z.object({
      kind: z.literal('price-changed'),
      ...ofOffering,
      before: amountDto,
      after: amountDto,
      change_percent: decimal
        .nullable()
        .describe(
          'By how much, `-12.5`: exact when it ends within 18 places, else cut there; null from zero, from or to none, and between unlike units.',
        ),
    }),
    z.object({ kind: z.literal('state-changed'), ...ofOffering, before: state, after: state }),
    z.object({ kind: z.literal('capacity-changed'), ...ofOffering, before: capacity, after: capacity }),
    z
      .object({ kind: z.literal('many-changes'), ...ofNode, left_out: z.int() })
      .describe(
        'More changed at this node than is kept: read it anew. It comes whatever kind, pipeline or model was asked for.',
      ),
    z
      .object({
        kind: z.literal('snapshot'),
        ...ofSnapshot,
        started_at: moment,
        as_of: moment,
        nodes_asked: z.int(),
        nodes_answered: z.int(),
      })
      .describe('All changes of this snapshot have been sent. It comes whatever was asked for.'),
  ])
  .describe('What differs from one snapshot to the next.')
export type ChangeDto = z.infer<typeof changeDto>

const helloDto = z
  .object({ kind: z.literal('hello'), snapshot: snapshotDto.nullable() })
  .describe('The first event without `Last-Event-ID`: from this snapshot on; null: nothing collected yet.')
const resetDto = z
  .object({ kind: z.literal('reset'), snapshot: snapshotDto.nullable(), detail: z.string() })
  .describe('Events were lost, and `detail` says why: read the lists anew. It goes on from this snapshot.')

/** The data of one event; its `event` is the `kind`. */
export const streamEventDto = z.discriminatedUnion('kind', [changeDto, helloDto, resetDto])
export type StreamEventDto = z.infer<typeof streamEventDto>
