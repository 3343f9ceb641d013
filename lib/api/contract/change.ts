/** What `GET /api/v1/changes`, `/diff` and `/stream` tell. Browser-safe: no server imports. */
import { z } from 'zod'
import { CHANGE_KINDS, GONE_REASONS } from '@/lib/domain/change'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { regionDto } from './region'
import { decimal, moment, outcomeKind } from './shapes'
import { snapshotDto } from './snapshot'

const observed = { observed_at: moment.describe('When the node said so, or was found so.') }
const stored = {
  id: z.int().describe('Its place in the feed. Numbers only grow; none is used twice.'),
  snapshot_id: z.int().describe('The snapshot it led to; lists of that one, and of later ones, hold it.'),
  found_at: moment.describe('When the sweep that found it ended.'),
  ...observed,
}
const ofNode = {
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
    gpu: z
      .string()
      .nullable()
      .describe('The card it runs on, of several kinds the first; null: not reported.'),
  }),
}

const outcomeDto = z.object({ outcome: outcomeKind, detail: z.string().nullable() })
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
const notWarm = state.exclude(['warm'])
const warm = z.literal('warm')
const health = z.enum(HEALTH_STATES)
const cards = {
  gpu: z.string().describe('The short name of the cards.'),
  before: z.int().describe('How many distinct ones the node reported.'),
  after: z.int(),
}
const left_out = z.int().describe('How many.')

/** Of how far this server trusts them with jobs. */
const suspensionKinds = () => {
  const about = {
    ...stored,
    ...ofNode,
    offering: ofOffering.offering.nullable().describe('Null: the node with all that it offers.'),
  }
  return [
    z
      .object({
        kind: z.literal('suspended'),
        ...about,
        cause: z.string(),
        by_hand: z.boolean().describe('An operator placed it.'),
        reopens_at: moment.nullable().describe('When it is tried again; null: when it is lifted.'),
      })
      .describe(
        'It gets no jobs, as it stood when the sweep ended; what was placed and lifted since the one before is not told.',
      ),
    z
      .object({ kind: z.literal('resumed'), ...about, suspended_since: moment })
      .describe(
        'It gets jobs again, a few at first or all. Why it was suspended, and whether by hand, is in `suspended` alone.',
      ),
  ] as const
}

/** What happened to a node or an offering; `about` is what every one of them says besides. */
const changeKinds = <About extends z.ZodRawShape>(about: About) =>
  [
    z
      .object({
        kind: z.literal('node-joined'),
        ...about,
        ...ofNode,
        before: z.null(),
        after: outcomeDto,
      })
      .describe('A source names it for the first time, or again.'),
    z
      .object({ kind: z.literal('node-left'), ...about, ...ofNode, before: outcomeDto, after: z.null() })
      .describe('No source names it any more.'),
    z
      .object({ kind: z.literal('node-silent'), ...about, ...ofNode, before: outcomeDto, after: outcomeDto })
      .describe(
        'It answered before, and does not now: it says nothing that can be used, or it refuses us (`busy`, `reserve-needed`, `denied`), as `after` tells.',
      )
      .describe('It answered before, and does not now. What it offers counts on until that expires.'),
    z.object({ kind: z.literal('node-back'), ...about, ...ofNode, before: outcomeDto, after: outcomeDto }),
    z
      .object({ kind: z.literal('node-stale'), ...about, ...ofNode, last_answer_at: moment })
      .describe('What it last said counts on, but is stale: it was not heard for three of its cadences.'),
    z.object({
      kind: z.literal('health-changed'),
      ...about,
      ...ofNode,
      before: health,
      after: health,
    }),
    z.object({
      kind: z.literal('version-changed'),
      ...about,
      ...ofNode,
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('region-changed'),
      ...about,
      ...ofNode,
      before: regionDto.nullable(),
      after: regionDto.nullable(),
    }),
    z.object({ kind: z.literal('gpu-added'), ...about, ...ofNode, ...cards }),
    z.object({ kind: z.literal('gpu-gone'), ...about, ...ofNode, ...cards }),
    z.object({
      kind: z.literal('offering-added'),
      ...about,
      ...ofOffering,
      before: z.null(),
      after: termsDto,
    }),
    z
      .object({
        kind: z.literal('offering-gone'),
        ...about,
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
      ...about,
      ...ofOffering,
      before: amountDto,
      after: amountDto,
      change_percent: decimal
        .nullable()
        .describe(
          'By how much, `-12.5`, cut after two places; null from zero, from or to none, and between unlike units.',
        ),
    }),
    z
      .object({ kind: z.literal('warmed'), ...about, ...ofOffering, before: notWarm, after: warm })
      .describe('The model was loaded.'),
    z
      .object({ kind: z.literal('cooled'), ...about, ...ofOffering, before: warm, after: notWarm })
      .describe('It is loaded no more.'),
    z
      .object({ kind: z.literal('state-changed'), ...about, ...ofOffering, before: notWarm, after: notWarm })
      .describe('Between states that are not warm.'),
    z.object({
      kind: z.literal('capacity-changed'),
      ...about,
      ...ofOffering,
      before: capacity,
      after: capacity,
    }),
    z
      .object({ kind: z.literal('many-changes'), ...about, ...ofNode, left_out })
      .describe(
        'More changed at this node than is kept: read it anew. It comes whatever kind, pipeline, model or card was asked for.',
      ),
  ] as const

export const changeDto = z
  .discriminatedUnion('kind', [
    ...changeKinds(stored),
    ...suspensionKinds(),
    z
      .object({
        kind: z.literal('snapshot'),
        ...stored,
        started_at: moment,
        as_of: moment,
        nodes_listed: z.int().describe('Nodes that a source names.'),
        nodes_asked: z
          .int()
          .nullable()
          .describe(
            'Of these, how many this very sweep asked; null for one of an older version, which did not count them.',
          ),
        nodes_answered: z
          .int()
          .describe(
            'Of those listed, how many answered when they were asked last, be it in this sweep or before.',
          ),
      })
      .describe('A sweep has ended, and all changes before this one are what it found.'),
  ])
  .describe('What differs from one snapshot to the next.')
export type ChangeDto = z.infer<typeof changeDto>

/** What differs between two snapshots has no place in the feed. */
export const netChangeDto = z
  .discriminatedUnion('kind', changeKinds(observed))
  .describe('What differs between two snapshots, whatever happened between them.')
export type NetChangeDto = z.infer<typeof netChangeDto>

const helloDto = z
  .object({ kind: z.literal('hello'), snapshot: snapshotDto.nullable() })
  .describe('The first event without `Last-Event-ID`: from this snapshot on; null: nothing collected yet.')
const resetDto = z
  .object({ kind: z.literal('reset'), snapshot: snapshotDto.nullable(), detail: z.string() })
  .describe('Events were lost, and `detail` says why: read the lists anew. It goes on from this snapshot.')

/** The data of one event; its `event` is the `kind`. */
export const streamEventDto = z.discriminatedUnion('kind', [changeDto, helloDto, resetDto])
export type StreamEventDto = z.infer<typeof streamEventDto>

export const changesDto = z.object({
  changes: z.array(changeDto),
  next_cursor: z
    .string()
    .nullable()
    .describe(
      'Newest first: null on the last page. In ascending order it is always there, once anything was found: ask with it later for what came since.',
    ),
  kept_since: moment
    .nullable()
    .describe(
      'Where `from` reaches further back than what is kept: what was found before this is forgotten.',
    ),
})
export type ChangesDto = z.infer<typeof changesDto>

const snapshotRef = z.object({ snapshot_id: z.int(), as_of: moment.describe('When its sweep ended.') })

export const diffDto = z.object({
  before: snapshotRef.describe('The last snapshot that is kept of those that had ended by `from`.'),
  after: snapshotRef.describe('The last one that had ended by `to`.'),
  count: z.int().describe('Differences that fit, over all pages.'),
  left_out: z.int().describe('How many more there are at nodes with `many-changes`; mostly none.'),
  counts: z
    .array(z.object({ kind: z.enum(CHANGE_KINDS), count: z.int() }))
    .describe('Over all pages, kinds of which there are any.'),
  changes: z.array(netChangeDto),
  next_cursor: z
    .string()
    .nullable()
    .describe('Null on the last page. The next one is of the same two snapshots, whatever was found since.'),
})
export type DiffDto = z.infer<typeof diffDto>
