/** Who gets a job, and why: what `/api/v1/select` takes and tells. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { RELIABILITY_WINDOWS } from '@/lib/domain/reliability'
import {
  CHOICES,
  DEMOTIONS,
  FUNNEL_STEPS,
  LAST_RESORTS,
  RULE_NAMES,
  SCORE_PARTS,
  STRATEGIES,
  WISHES,
} from '@/lib/domain/selection'
import { decimal, moment, share } from './shapes'

const name = z.string().min(1).max(200)
const names = z.array(name).max(100)
/** go-livepeer takes one that it cannot read for none. */
const version = z
  .string()
  .max(50)
  .regex(/^v?\d{1,9}(\.\d{1,9}){0,2}(-[0-9A-Za-z.-]+)?$/)
const amount = z
  .string()
  .max(100)
  .describe('For one unit: wei, or with `eth` or `usd` behind it: `3000000`, `0.0000001eth`, `0.5usd`.')

/** Whom a client lets do a job, and whom it likes best. All may be left out. */
export const selectionRulesDto = z.strictObject({
  strategy: z.enum(STRATEGIES).optional().describe('How candidates are put in order; `balanced` by default.'),
  warm: z
    .enum(WISHES)
    .optional()
    .describe('Whether the model must be loaded. `preferred`, the default: others come after those.'),
  features: z
    .array(z.int().min(0).max(1_023))
    .max(100)
    .optional()
    .describe(
      'Numbers of features that the node must have, and may insist on; those of the pipeline go without saying.',
    ),
  like_go_livepeer: z
    .boolean()
    .optional()
    .describe('Asks for features 0 to 12, 14 and 26 as well, as a go-livepeer gateway does.'),
  min_node_version: version.optional().describe("The least of go-livepeer's version, `0.8.0`."),
  min_runner_version: version.optional().describe('The least of the AI runner.'),
  gpu: names.optional().describe('Short names of cards, `RTX 4090`, of which it must have one.'),
  min_vram_gb: z
    .number()
    .min(0)
    .max(10_000)
    .optional()
    .describe('Of its largest card, by the size on the box, as `vram_gb` of offerings.'),
  free_capacity: z.boolean().optional().describe('It must state a place that nobody uses.'),
  region: names.optional().describe('`eu-west`, or `eu` for all that begin so.'),
  region_is: z.enum(['required', 'preferred']).optional(),
  max_price: amount.optional(),
  max_price_unit: z
    .enum(PRICE_UNITS)
    .optional()
    .describe('What `max_price` is for; left out: whatever the offering bills by.'),
  max_prices: z
    .looseObject({ capabilities_prices: z.array(z.unknown()).max(1_000) })
    .optional()
    .describe(
      "A file of go-livepeer's `-maxPricePerCapability` as it stands. `max_price` is for what it does not name.",
    ),
  only: names.optional().describe('Addresses of orchestrators, URIs of nodes, ids of offerings.'),
  exclude: names.optional().describe('As `only`.'),
  min_reliability: z.number().min(0).max(100).optional(),
  reliability_window: z.enum(RELIABILITY_WINDOWS).optional().describe('`24h` by default.'),
  max_age_ms: z.int().min(1).max(86_400_000).optional().describe('What was said longer ago does not count.'),
  exploration: z
    .number()
    .min(0)
    .max(0.5)
    .optional()
    .describe(
      'Share of jobs that go to anybody who may do them, 0.01 by default; none where `only`, a price or a session decides.',
    ),
  when_nobody_is_trusted: z
    .enum(LAST_RESORTS)
    .optional()
    .describe('With only those left that are down or suspended: the best of them, which is said, or nobody.'),
})
export type SelectionRulesDto = z.infer<typeof selectionRulesDto>

const size = z.number().min(0).max(1e12)
const atLeastOne = z.number().min(1).max(1e6)

/** A job, as a client describes it. */
export const selectBodyDto = selectionRulesDto.extend({
  pipeline: name.describe('A pipeline, the name of a BYOC capability, or a live runner’s app.'),
  model: z.string().min(1).max(500).optional().describe('Its id, or a name that only one has.'),
  kind: z
    .enum(OFFERING_KINDS)
    .optional()
    .describe('Left out: `ai` for a pipeline of the protocol, else whatever is called so.'),
  policy: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional()
    .describe(
      'A saved policy: its rules hold where the body says nothing of the same, and its filters in any case.',
    ),
  size: z
    .strictObject({
      width: size.optional(),
      height: size.optional(),
      images: atLeastOne.optional(),
      seconds: size.optional(),
      tokens: size.optional(),
      characters: size.optional(),
      units: size.optional(),
    })
    .optional()
    .describe('How much it is, by which its cost is reckoned.'),
  affinity: name.optional().describe('Jobs with the same one go to the same offering.'),
  seed: name.optional().describe('Chance repeats with it; left out: one is made, and told in the answer.'),
  show: z
    .strictObject({
      ranking: z.int().min(0).max(1_000).optional().describe('20 by default.'),
      rejections: z.int().min(0).max(1_000).optional().describe('50 by default.'),
      not_serving: z
        .int()
        .min(0)
        .max(1_000)
        .optional()
        .describe('Offerings of something else; 0 by default.'),
    })
    .optional()
    .describe('How many of each are listed. Counts are of all of them in any case.'),
})
export type SelectBodyDto = z.infer<typeof selectBodyDto>

/** An offering, as far as whoever reads of a choice has to know it. */
export const offeringRefDto = z.object({
  offering_id: z.string(),
  node_uri: z.string(),
  orchestrator: z.string().nullable(),
  orchestrator_name: z.string().nullable(),
  model: z.string().nullable(),
  state: z.enum(OFFERING_STATES),
  wei_per_unit: decimal.nullable().describe('Null: no price is stated that can be used.'),
  unit: z.enum(PRICE_UNITS),
})

const cost = z
  .object({
    readings: z
      .array(
        z.object({
          units: decimal,
          wei: decimal,
          usd: decimal.nullable().describe('Null without a rate.'),
        }),
      )
      .describe('Two where nobody knows which quantity is billed.'),
    uncertainty: z.string().nullable(),
    assumed: z.array(z.string()).describe('What was not said of the size, and is taken to be.'),
  })
  .describe('What the job will cost there.')

const rankedDto = offeringRefDto.extend({
  place: z.int().min(1),
  tier: z.int().describe('0: as wished, with room. Others come after all of a lower one.'),
  demoted: z
    .array(z.enum(DEMOTIONS))
    .describe(
      'Why it is in a higher one: it is cold, elsewhere than preferred, doubtful (its last probe failed, or what it said is stale), or has no place free.',
    ),
  score: z.number().describe('Higher is better within a tier; absolute, whoever else there is.'),
  parts: z.array(
    z.object({
      part: z.enum(SCORE_PARTS),
      value: z.number().nullable().describe('As measured or stated; null: not known.'),
      unit: z.string(),
      score: z.number().nullable().describe('What it counts, 0 to 1, before its weight.'),
      weight: z.number().nullable(),
    }),
  ),
  probability: share.describe('How likely it was to be chosen.'),
  trust: z
    .enum(['trusted', 'suspended', 'trial', 'recovering'])
    .describe('After what became of the jobs that it was sent.'),
  cost: cost.nullable().describe('Null: no price, or nobody knows how much the job is.'),
})

export const brokenRuleDto = z.object({
  rule: z.enum(RULE_NAMES),
  wanted: z.string(),
  found: z.string(),
  would_do: z.array(z.string()).describe('Any of these would do: `its price fell to 3000000 wei per pixel`.'),
})

const rejectedDto = offeringRefDto.extend({
  broken: z.array(brokenRuleDto).describe('Every rule that it breaks, the one that told it apart first.'),
})

export const selectionDto = z
  .object({
    decision: z.enum(['chosen', 'nobody']),
    explanation: z.string().describe('In one sentence.'),
    chosen: rankedDto.nullable(),
    chosen_by: z.enum(CHOICES).nullable(),
    is_last_resort: z
      .boolean()
      .describe('Only those that are down or suspended were left, and the ranking is of them.'),
    funnel: z
      .array(z.object({ step: z.enum(FUNNEL_STEPS), left: z.int(), label: z.string() }))
      .describe('How many each rule leaves.'),
    ranking: z.array(rankedDto),
    ranked: z.int().describe('How many there are in all.'),
    rejections: z
      .array(rejectedDto)
      .describe('Of those that serve the model, by how little they miss: fewest rules first, then by price.'),
    rejected: z.int().describe('How many there are in all.'),
    not_serving: z.array(offeringRefDto).describe('Offerings of something else, as many as were asked for.'),
    inputs: z
      .object({
        snapshot_id: z.int(),
        collected_at: moment,
        decided_at: moment,
        seed: z.string(),
        kind: z.enum(OFFERING_KINDS),
        pipeline: z.string(),
        model: z.string().nullable(),
        policy: z.string().nullable(),
        strategy: z.enum(STRATEGIES),
        max_wei_per_unit: decimal.nullable(),
        exploration: z.number(),
        usd_per_eth: decimal.nullable(),
        not_asked: z
          .array(z.enum(RULE_NAMES))
          .describe('Rules that nobody can tell of the past, and that were left out therefore.'),
        reliability_until: moment
          .nullable()
          .describe('Up to when probes are counted; null: none were, or it is of the past.'),
      })
      .describe(
        'What it was decided by: with the same ones, and the same state of trust, it comes out the same.',
      ),
  })
  .describe('Who gets the job, and why the others do not.')
export type SelectionDto = z.infer<typeof selectionDto>
export type RankedDto = z.infer<typeof rankedDto>
export type RejectedDto = z.infer<typeof rejectedDto>
