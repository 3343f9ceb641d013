/**
 * The shapes of our own HTTP API, shared by server, pages and client programs. Browser-safe: no server imports.
 * Keys and query parameters are snake_case; 64-bit amounts are decimal strings; moments are ISO 8601 in UTC.
 */
import { z } from 'zod'
import { RATE_SOURCES } from '@/lib/domain/eth-usd'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { IDENTITY_KINDS } from '@/lib/domain/identity-kind'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { OUTCOME_KINDS, UNANSWERED_KINDS } from '@/lib/domain/outcome'
import { PIPELINE_CATEGORIES, PRICE_UNITS } from '@/lib/domain/pipeline'
import { PRICE_STATES } from '@/lib/domain/price-state'
import { REGION_SOURCES } from '@/lib/domain/region'
import { SOURCE_KINDS } from '@/lib/domain/source-kind'
import { STORE_STATES } from '@/lib/domain/store-state'

const moment = z.iso.datetime()
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
const outcomeKind = z.enum(OUTCOME_KINDS)

export const snapshotDto = z
  .object({
    id: z.int(),
    started_at: moment.describe('When the sweep began to ask.'),
    as_of: moment.describe('When its last node was settled.'),
    cadence_ms: z.int().describe('Time between two sweeps; ages are judged against it.'),
    vantage: z.string().describe('Who measured, from where.'),
    network: z
      .enum(['live', 'simulated'])
      .describe('`simulated` when at least one node says that it belongs to a simulated network.'),
    nodes_listed: z.int().describe('Nodes that a source names.'),
    nodes_asked: z
      .int()
      .describe(
        'Of these, how many this very sweep asked: nodes that fail are asked less often, some sources’ too. A text that is no service URI counts where it was tried.',
      ),
    nodes_answered: z
      .int()
      .describe(
        'Of those listed, how many answered when they were asked last, be it in this sweep or before.',
      ),
    last_event_id: z
      .int()
      .nullable()
      .describe(
        'The last event of `/api/v1/stream` that this look holds: go on from there to miss none; null: there was none yet.',
      ),
  })
  .describe('Which look at the network an answer describes.')
export type SnapshotDto = z.infer<typeof snapshotDto>

const ethUsdDto = z
  .object({
    usd: decimal,
    source: z
      .enum(RATE_SOURCES)
      .describe("`fixed` by configuration, an `http` server, Chainlink's feed on the `chain`."),
    at: moment.describe('From when the rate is.'),
  })
  .describe(
    'The rate behind every amount of dollars in an answer; null: there is none, and then there are no dollars in it.',
  )
export type EthUsdDto = z.infer<typeof ethUsdDto>

export const priceDto = z.object({
  wei: decimal.describe('Exact: `wei` for `per_units` units.'),
  per_units: decimal,
  unit: z.enum(PRICE_UNITS).describe('What a unit is; prices in unlike units are never compared.'),
  wei_per_unit: decimal.describe('`wei / per_units` as a decimal, cut after 18 places.'),
  origin: z
    .enum(['model', 'base', 'roll-up'])
    .describe(
      "`model`: stated for this very offering. `base`: only the node's base price is known. `roll-up`: of several offerings.",
    ),
  usd_per_unit: decimal.nullable().describe('Exact to 18 places, cut; null without a rate.'),
  costs: z
    .array(
      z.object({
        task: z.string().describe('`image-1024`, `hour` and the like.'),
        label: z.string(),
        wei: decimal,
        usd: decimal.nullable(),
        uncertainty: z.string().nullable().describe('Why the quantity is not certain; null when it is.'),
      }),
    )
    .describe(
      'What people buy at this price, the most telling first; empty where nobody knows what a unit buys.',
    ),
  implausible: z
    .string()
    .nullable()
    .describe('Why nobody can mean it; null when one can. Such a price counts in no median.'),
})
export type PriceDto = z.infer<typeof priceDto>

export const gpuDto = z.object({
  name: z.string().describe('Short name, `RTX 4090`; `reported_name` is what the node said.'),
  reported_name: z.string(),
  count: z.int(),
  memory_total_bytes: decimal.nullable().describe('Of each card; null: not reported.'),
  memory_free_bytes: decimal
    .nullable()
    .describe('Of all these cards that say so, when the node was asked; null: none does.'),
  vram_gb: z.number().nullable().describe('The size on the box: 32 for a card that reports 31.84 GiB.'),
  compute_capability: z.string().nullable().describe('`8.9`; null: not reported.'),
})
export type GpuDto = z.infer<typeof gpuDto>

export const regionDto = z
  .object({ name: z.string(), from: z.enum(REGION_SOURCES) })
  .describe(
    "Where a node is, and who says so: the operator's own file, the node, or a database of addresses.",
  )

const reliabilityDto = z
  .object({
    health: z.enum(HEALTH_STATES),
    since: moment.describe('Since when it is so.'),
    reached: z.int().describe('Of its latest `asked` questions since then, ten at most, so many reached it.'),
    asked: z.int(),
  })
  .describe(
    'How the node did lately, seen from our vantage: one failure degrades, three in a row or five of ten take down.',
  )

export const provenanceDto = z.object({
  offer: z
    .object({
      from: z.enum(['get-orchestrator', 'runner-discovery']),
      said_by: z.string(),
      at: moment,
    })
    .describe(
      'Price, state, capacity, hardware and versions: what the node itself answered, to the gRPC question or at its `/discovery`.',
    ),
  measurements: z
    .object({ vantage: z.string(), at: moment, snapshot: z.int() })
    .describe('Latency, outcome and reliability: ours, and from where.'),
  region: z.object({ from: z.enum(REGION_SOURCES) }).nullable(),
  usd: z.object({ from: z.enum(RATE_SOURCES), at: moment }).nullable(),
})
export type ProvenanceDto = z.infer<typeof provenanceDto>

export const offeringDto = z.object({
  id: z.string(),
  node_uri: z.string().describe("The service URI we ask; the node's stable name in this API."),
  advertised_uri: z
    .string()
    .nullable()
    .describe('Where the node wants its work sent; null when it states none.'),
  orchestrator: z.string().nullable().describe('Who gets paid; null for a node off chain.'),
  orchestrator_name: z
    .string()
    .nullable()
    .describe('What people call it; null when the operator of this server does not say.'),
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  category: z
    .enum(PIPELINE_CATEGORIES)
    .nullable()
    .describe('What comes out of it; null where only its name tells.'),
  model: z
    .string()
    .nullable()
    .describe(
      'The whole id, `org/model`. Null for transcoding, and when the node does not say which (BYOC).',
    ),
  model_name: z.string().nullable().describe('The model without the organisation.'),
  state: z.enum(OFFERING_STATES),
  price: priceDto
    .nullable()
    .describe('Null: no usable price stated; `price_state` says which way. Zero is a price.'),
  price_state: z
    .enum(PRICE_STATES)
    .describe(
      'A stated zero is a price; `missing`: none is stated; `invalid`: what is stated is none; `implausible`: nobody can mean it, so it counts in no median.',
    ),
  other_prices: z
    .array(z.object({ wei: decimal, per_units: decimal }))
    .describe(
      'Further prices stated for the very same offering; a gateway reckons with the first, which is `price`.',
    ),
  capacity: z
    .int()
    .nullable()
    .describe('Parallel slots, as reported; null: not stated (the wire cannot tell that from 0).'),
  capacity_in_use: z.int().nullable(),
  capacity_free: z
    .int()
    .nullable()
    .describe('Slots that nobody uses; null while the node states no plausible number of slots.'),
  capacity_is_implausible: z.boolean().describe('True when the number cannot be a count of parallel slots.'),
  gpus: z.array(gpuDto).describe('Distinct cards reported for this offering; empty: not reported.'),
  region: regionDto.nullable().describe('Null: nobody says.'),
  node_version: z.string().nullable(),
  runner_version: z.string().nullable(),
  latency_ms: z.number().nullable().describe('Discovery latency of the answer this row comes from.'),
  observed_at: moment.describe(
    'When the node said so. After `expires_at` the row counts for nothing any more.',
  ),
  fresh_until: moment.describe('From then on it is ageing: more than one sweep has passed over it.'),
  stale_after: moment,
  expires_at: moment,
  cadence_ms: z.int().describe('How often the node is asked; its age is judged against it.'),
  reliability: reliabilityDto,
  node_outcome: outcomeKind.describe(
    'How the latest question to the node ended; anything but an answer means that this row is older than the snapshot.',
  ),
  provenance: provenanceDto
    .optional()
    .describe('With `include=provenance`: where each group of fields comes from.'),
})
export type OfferingDto = z.infer<typeof offeringDto>

export const facetValueDto = z
  .object({ value: z.string().nullable(), count: z.int() })
  .describe('A null is rows without a value.')
const facetValues = z.array(z.object({ value: z.string(), count: z.int() }))
const facetsDto = z
  .object({
    pipeline: facetValues,
    model: facetValues,
    gpu: facetValues,
    region: facetValues,
    state: facetValues,
  })
  .describe('Values with counts, each facet counted without its own filter.')

/** What stands around the rows of every list. */
export const listKeys = {
  snapshot: snapshotDto,
  eth_usd: ethUsdDto.nullable(),
  count: z.int().describe('Rows that match, of all there are.'),
  total: z.int().describe('Rows without any filter.'),
  next_cursor: z.string().nullable().describe('`cursor=` of the next page; null: these are the last rows.'),
  emptied_by: z
    .array(z.object({ parameter: z.string(), removed: z.int() }))
    .nullable()
    .describe(
      'When nothing matches: how many rows would without each parameter, the one that hides most first.',
    ),
}

export const offeringsDto = z.object({
  ...listKeys,
  facets: facetsDto,
  offerings: z.array(offeringDto),
})
export type OfferingsDto = z.infer<typeof offeringsDto>

export const conflictDto = z
  .object({
    node_uri: z.string(),
    kind: z
      .enum(['several-owners', 'other-payee', 'several-scores'])
      .describe(
        '`several-owners`: sources say it belongs to different orchestrators. `other-payee`: it is paid to none of those they name.',
      ),
    claims: z
      .array(z.object({ source: z.string(), orchestrator: z.string() }))
      .describe('Which source says whose node it is.'),
    payee: z
      .string()
      .nullable()
      .describe('Who the node itself says is paid; null where that is not the matter.'),
    scores: z.array(z.object({ source: z.string(), score: z.number() })),
  })
  .describe('Where those who speak of a node do not agree.')
export type ConflictDto = z.infer<typeof conflictDto>

export const nodeDto = z.object({
  uri: z.string(),
  advertised_uri: z.string().nullable(),
  orchestrator: z.string().nullable(),
  orchestrator_name: z.string().nullable(),
  local_address: z.string().nullable(),
  version: z.string().nullable(),
  sources: z
    .array(
      z.object({
        name: z.string(),
        times: z.int().describe('How many of its entries name the node, in whatever spelling.'),
        orchestrators: z.array(z.string()).describe('Whose node it is, where the source says so.'),
        score: z.number().nullable(),
        first_at: moment,
        last_at: moment,
      }),
    )
    .describe('Sources that name it, or once did, with the first and the last sweep in which they named it.'),
  conflicts: z.array(conflictDto),
  health: z
    .object({ state: z.enum(HEALTH_STATES), since: moment, failures_in_a_row: z.int() })
    .describe(
      'With hysteresis: one failure degrades, three in a row or five of ten take down, two successes bring back.',
    ),
  outcome: outcomeKind,
  detail: z
    .string()
    .nullable()
    .describe(
      'What exactly came back, in the words of the node or the network stack; null when there is nothing to add.',
    ),
  asked_at: moment,
  region: regionDto.nullable().describe('Where it is; null: nobody says.'),
  address: z
    .string()
    .nullable()
    .describe('The address that was dialled for its last answer; null: it never answered.'),
  latency_ms: z.number().nullable(),
  round_trip: z
    .object({
      dns_ms: z.number(),
      connect_ms: z.number(),
      tls_ms: z.number().nullable(),
      answer_ms: z.number(),
    })
    .nullable()
    .describe('Where the time of its last answer went; `tls_ms` is null on a plaintext connection.'),
  next_ask_at: moment.describe('When it will be asked again, at the latest in the sweep after that.'),
  answered_at: moment.nullable().describe('When it last answered; null: never seen answering.'),
  failing_since: moment
    .nullable()
    .describe('Since when its questions have gone unanswered; null while it answers.'),
  runners: z
    .object({
      outcome: z
        .enum(['listed', 'none', ...UNANSWERED_KINDS])
        .describe('How the latest question ended; `none`: it keeps no runners.'),
      detail: z.string().nullable(),
      asked_at: moment,
      read_at: moment.nullable().describe('When the list in use was read; null: it never gave one.'),
      count: z.int(),
      refused: z
        .array(z.object({ place: z.string(), kind: z.enum(['invalid', 'blocked']), reason: z.string() }))
        .describe(
          'What was left out of that list, and why; `blocked`: it leads to an address that may not be dialled.',
        ),
    })
    .nullable()
    .describe('Its live runners; null: never asked for them.'),
  base_price: priceDto.nullable().describe('Base (transcoding) price.'),
  offerings: z.int(),
  gpus: z.array(gpuDto),
})
export type NodeDto = z.infer<typeof nodeDto>

export const countsDto = z.array(z.object({ name: z.string(), count: z.int() }))
const rollUpKeys = {
  members: z.array(offeringDto).optional().describe('With `include=members`: the offerings themselves.'),
  offerings: z.int(),
  nodes: z.int(),
  orchestrators: z.int(),
  states: z.object({ warm: z.int(), cold: z.int(), priced_only: z.int(), unknown: z.int() }),
  free_slots: z
    .int()
    .nullable()
    .describe(
      'Parallel slots that are free, of the `slots_reported` offerings that state a plausible capacity; null: none does.',
    ),
  slots_reported: z.int(),
  gpus: countsDto.describe('Distinct reported cards, most first; and nodes by region.'),
  regions: countsDto,
  latency: z
    .object({
      n: z.int(),
      min_ms: z.number().nullable().describe('Of the fastest node; null: none was timed.'),
      p50_ms: z.number().nullable(),
      p95_ms: z.number().nullable(),
    })
    .describe('Of the nodes, each once; a percentile is null below 20.'),
}

const spreadDto = z.object({
  n: z
    .int()
    .describe(
      'How many prices the others are of: implausible ones are counted apart, as are offerings that state none.',
    ),
  min: priceDto.nullable(),
  median: priceDto.nullable(),
  max: priceDto.nullable(),
  zero: z.int(),
  missing: z.int(),
  implausible: z.int(),
})

export const modelDto = z
  .object({
    kind: z.enum(OFFERING_KINDS),
    pipeline: z.string(),
    model: z.string().nullable(),
    unit: z.enum(PRICE_UNITS),
    price: spreadDto,
    ...rollUpKeys,
  })
  .describe('One model of a pipeline, or a capability whose nodes name no model.')
export type ModelDto = z.infer<typeof modelDto>

export const groupDto = z
  .object({
    name: z.string(),
    label: z
      .string()
      .nullable()
      .describe('What people call an orchestrator; null for others, and when nobody says.'),
    models: z.int(),
    ...rollUpKeys,
  })
  .describe('A pipeline, a region, or an orchestrator by its address.')
export type GroupDto = z.infer<typeof groupDto>

export const gpuGroupDto = z
  .object({
    name: z.string(),
    memory_total_bytes: decimal.nullable(),
    vram_gb: z.number().nullable().describe('The size on the box; null: not reported.'),
    cards: z.int().describe('Distinct reported cards; which nodes report any stands beside the list.'),
    nodes: z.int(),
    models: z.array(z.string()),
    regions: z
      .array(z.object({ name: z.string().nullable(), cards: z.int() }))
      .describe('Where they are, most first; a null is cards of nodes of which nobody says.'),
    pipelines: z
      .array(z.object({ name: z.string(), cards: z.int() }))
      .describe('For what nodes report them; one card may serve several.'),
  })
  .describe('Cards of one model and size.')
export type GpuGroupDto = z.infer<typeof gpuGroupDto>

const cardSupply = {
  cards: z.int(),
  nodes_reporting: z
    .int()
    .describe('Nodes that report any card here, of `nodes_counted`; the others may have any.'),
  nodes_counted: z.int(),
}
export const gpuSupplyDto = z
  .object({
    ...cardSupply,
    classes: z
      .array(z.object({ vram_gb: z.number().nullable(), cards: z.int(), nodes: z.int() }))
      .describe('By the size on the box, largest first; null: cards that do not say.'),
    regions: z.array(z.object({ name: z.string().nullable(), ...cardSupply })),
    pipelines: z
      .array(z.object({ name: z.string(), ...cardSupply }))
      .describe('Cards reported for offerings of a pipeline; one card may serve several.'),
  })
  .describe('Distinct reported cards of the whole network, whatever rows are asked for.')
export type GpuSupplyDto = z.infer<typeof gpuSupplyDto>

export const detailKeys = { snapshot: snapshotDto, eth_usd: ethUsdDto.nullable() }

export const modelDetailDto = z.object({
  ...detailKeys,
  id: z.string().describe('The whole id, also when a shorter name was asked for.'),
  name: z.string(),
  models: z.array(modelDto).describe('By kind, pipeline and unit: a model may be sold in several ways.'),
  offerings: z.array(offeringDto),
})
export type ModelDetailDto = z.infer<typeof modelDetailDto>

export const orchestratorDetailDto = z.object({
  ...detailKeys,
  address: z.string(),
  orchestrator: groupDto.nullable().describe('Null while none of its nodes offers anything.'),
  nodes: z.array(nodeDto).describe('Nodes that are paid to it, and those that a source says belong to it.'),
  offerings: z.array(offeringDto),
})
export type OrchestratorDetailDto = z.infer<typeof orchestratorDetailDto>

export const gpuDetailDto = z.object({
  ...detailKeys,
  name: z.string(),
  cards: z.int(),
  nodes_reporting: z.int().describe('Nodes of the network that report any card, of `nodes_counted`.'),
  nodes_counted: z.int(),
  sizes: z.array(gpuGroupDto).describe('By memory, most cards first.'),
  holders: z
    .array(
      z.object({
        node_uri: z.string(),
        orchestrator: z.string().nullable(),
        orchestrator_name: z.string().nullable(),
        region: z.string().nullable(),
        outcome: outcomeKind,
        cards: z.int(),
        offerings: z.int().describe('That run on these cards.'),
      }),
    )
    .describe('Who has them, most first.'),
  models: z
    .array(modelDto)
    .describe('What runs on them, of those offerings alone; a node may name further cards for the same.'),
})
export type GpuDetailDto = z.infer<typeof gpuDetailDto>

export const nodeDetailDto = z.object({ ...detailKeys, node: nodeDto, offerings: z.array(offeringDto) })
export type NodeDetailDto = z.infer<typeof nodeDetailDto>

const rangeDto = z.object({
  n: z.int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  bins: z
    .array(z.object({ from: z.number(), to: z.number(), count: z.int() }))
    .describe(
      'A histogram: twenty bars at most, ascending and without gaps, of equal width, or by a factor where the highest is more than 100 times the lowest. What lies on an edge counts in the bar that begins there.',
    ),
})

/** What the filters of offerings can be set to, and what each setting would leave. */
export const facetValuesDto = z.object({
  snapshot: snapshotDto,
  count: z.int().describe('Offerings that match, of all there are.'),
  total: z.int(),
  facets: z
    .record(z.string(), z.array(facetValueDto))
    .describe('By field: each value with how many offerings would be left by choosing it instead.'),
  ranges: z
    .record(z.string(), rangeDto)
    .describe('By field of numbers: of those `n` offerings that have one, without its own filters.'),
  prices: z
    .array(
      z.object({
        unit: z.enum(PRICE_UNITS),
        n: z.int(),
        min: priceDto,
        max: priceDto,
        bins: z
          .array(z.object({ from: decimal, to: decimal, count: z.int() }))
          .describe('A histogram in wei per unit, as of the ranges.'),
      }),
    )
    .describe('Plausible prices by unit, without filters by price.'),
})
export type FacetValuesDto = z.infer<typeof facetValuesDto>

const priceQuantile = priceDto.nullable()
export const priceRowDto = z.object({
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  model: z.string().nullable(),
  unit: z.enum(PRICE_UNITS),
  n: z.int().describe('How many plausible prices the others are of; stated zeros are among them.'),
  min: priceQuantile,
  p25: priceQuantile,
  median: priceQuantile,
  p75: priceQuantile,
  max: priceQuantile,
  spread: decimal.nullable().describe('`max / min`, cut after two places; null when the lowest is zero.'),
  zero: z.int(),
  missing: z.int(),
  implausible: z.int(),
  cheapest: z
    .array(
      z.object({
        offering_id: z.string(),
        node_uri: z.string(),
        orchestrator: z.string().nullable(),
        orchestrator_name: z.string().nullable(),
      }),
    )
    .describe('Who asks the lowest price; ten at most.'),
})
export type PriceRowDto = z.infer<typeof priceRowDto>

export const sweepDto = z.object({
  snapshot: z.int().describe('The number of the snapshot that it made.'),
  started_at: moment,
  as_of: moment.describe('When its last node was settled.'),
  duration_ms: z.int(),
  cadence_ms: z.int(),
  vantage: z.string(),
  nodes: z.int().nullable().describe('Nodes that were listed; null for a sweep of an older version.'),
  nodes_asked: z
    .int()
    .nullable()
    .describe(
      'Of these, how many this very sweep asked; null for one of an older version, which did not count them.',
    ),
  nodes_answered: z
    .int()
    .nullable()
    .describe(
      'Of those listed, how many answered when they were asked last, be it in this sweep or before; null for a sweep of an older version.',
    ),
  outcomes: z
    .array(z.object({ outcome: outcomeKind, count: z.int() }))
    .nullable()
    .describe(
      'How the latest question to each listed node had ended by then, also where it is of an earlier sweep; null for a sweep of an older version.',
    ),
  failing_sources: z.array(z.object({ name: z.string(), error: z.string() })),
})
export type SweepDto = z.infer<typeof sweepDto>

export const sweepsDto = z.object({
  sweeps: z.array(sweepDto).describe('Latest first.'),
  next_cursor: z
    .string()
    .nullable()
    .describe('`cursor=` of the next page; null: these are the last ones kept.'),
})
export type SweepsDto = z.infer<typeof sweepsDto>

export const sweepHoursDto = z.object({
  since: moment,
  hours: z
    .array(
      z.object({
        hour: moment.describe('When it began.'),
        sweeps: z.int(),
        mean_duration_ms: z.int(),
        longest_duration_ms: z.int(),
        nodes_asked: z
          .int()
          .nullable()
          .describe(
            'Questions that these sweeps put to nodes; null where one of them is of an older version, which did not count them.',
          ),
        outcomes: z
          .array(z.object({ outcome: outcomeKind, count: z.int() }))
          .describe(
            'At the end of each of these sweeps how the latest question to each listed node had ended, added up: a node counts once for each sweep, also where it was not asked in it.',
          ),
      }),
    )
    .describe('Latest first, without hours in which no sweep ended.'),
})
export type SweepHoursDto = z.infer<typeof sweepHoursDto>

export const nodesDto = z.object({
  snapshot: snapshotDto,
  eth_usd: ethUsdDto.nullable(),
  count: z.int(),
  outcomes: z.array(z.object({ outcome: outcomeKind, count: z.int() })),
  nodes: z.array(nodeDto),
})
export type NodesDto = z.infer<typeof nodesDto>

export const summaryDto = z.object({
  snapshot: snapshotDto,
  orchestrators: z.int(),
  nodes: z
    .object({
      listed: z.int(),
      answered: z.int(),
      failed: z.int().describe('All that did not answer when they were asked last.'),
      refused: z
        .int()
        .describe(
          'Of those that failed: they are there, and refuse us (`busy`, `reserve-needed`, `denied`).',
        ),
      outcomes: z
        .array(
          z.object({
            outcome: outcomeKind,
            count: z.int(),
            examples: z
              .array(z.object({ uri: z.string(), failing_since: moment.nullable() }))
              .describe('The first two; none of those that are `ok`. `/api/v1/nodes` has all.'),
          }),
        )
        .describe('Outcomes of which there are any.'),
      stating: z
        .object({ orchestrator: z.int(), model: z.int(), offering: z.int() })
        .describe(
          'Of the `gpus.nodes_counted` nodes whose answer still counts: how many say who is paid, name a model, offer anything.',
        ),
    })
    .describe('By the latest question to each.'),
  offerings: z.object({
    total: z.int(),
    warm: z.int(),
    cold: z.int(),
    priced_only: z.int(),
    unknown: z.int(),
  }),
  models: z.int(),
  gpus: z
    .object({
      total: z.int(),
      nodes_reporting: z.int(),
      nodes_counted: z.int().describe('Nodes whose answer still counts.'),
      by_name: z.array(z.object({ name: z.string(), count: z.int() })),
    })
    .describe('Distinct reported cards; `nodes_reporting` of `nodes_counted` nodes report hardware at all.'),
  latency: z
    .object({ n: z.int(), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() })
    .describe('Latency of the answers of this sweep; a percentile is null below 20 answers.'),
  pipelines: z.array(
    z.object({
      pipeline: z.string(),
      models: z.int(),
      nodes: z.int(),
      warm: z.int(),
      cold: z.int(),
      priced_only: z.int(),
      unknown: z.int(),
    }),
  ),
})
export type SummaryDto = z.infer<typeof summaryDto>

export const sourceDto = z.object({
  name: z.string(),
  kind: z.enum(SOURCE_KINDS).describe('`nodes`: what orchestrators advertise themselves.'),
  count: z.int().describe('Entries in its list, as stated.'),
  duplicates: z
    .int()
    .describe(
      'Of these, how many name a node that an earlier one names already, and how many are no service URI.',
    ),
  invalid: z.int(),
  cadence_ms: z.int().describe('How often nodes are asked that only this source names.'),
  read_at: moment.nullable().describe('When the list in use was read; null: never.'),
  error: z
    .string()
    .nullable()
    .describe('Why the latest reading failed, and since when readings do; null while they work.'),
  failing_since: moment.nullable(),
  last_failure: z
    .object({ at: moment, error: z.string() })
    .nullable()
    .describe('The latest failure there was, also after it works again; null: never seen failing.'),
  nodes: z
    .int()
    .nullable()
    .describe(
      'Nodes of the latest snapshot that it names (a text that is no URI is none), and how many of them answered when they were last asked; null until there is a snapshot.',
    ),
  nodes_answered: z.int().nullable(),
})
export type SourceDto = z.infer<typeof sourceDto>

const askerDto = z.object({
  kind: z.enum(IDENTITY_KINDS),
  address: z
    .string()
    .nullable()
    .describe('Null without an identity, and while a remote signer has not told it.'),
})

export const sourcesDto = z.object({
  asker: askerDto.describe('Who we are toward orchestrators.'),
  sources: z.array(sourceDto),
  conflicts: z.array(conflictDto),
})
export type SourcesDto = z.infer<typeof sourcesDto>

export const memberDto = z.object({
  address: z.string(),
  activation_round: decimal
    .nullable()
    .describe(
      'Its first round of activity, and the first one after; null: no end is set, or it could not be read (`problem`).',
    ),
  deactivation_round: decimal.nullable(),
  stake_lpt: decimal.nullable().describe('LPT, delegations included.'),
  is_active: z
    .boolean()
    .nullable()
    .describe('Whether the round of the reading is one of its rounds of activity.'),
  ai_service_uri: z.string().nullable().describe('Any text that it registered; empty: none.'),
  service_uri: z.string().nullable(),
  uris_differ: z.boolean().describe('Both are registered and lead to different nodes.'),
  problem: z.string().nullable().describe('Which of the calls failed, and how; null: none.'),
})
export type MemberDto = z.infer<typeof memberDto>

export const reportedDto = z.object({
  uri: z.string().describe('As reported; empty: the node takes no work itself.'),
  orchestrator: z.string().nullable(),
  version: z.string().nullable(),
  offers: z.array(
    z.object({
      pipeline: z.string(),
      model: z.string().nullable(),
      state: z.enum(OFFERING_STATES),
      price: priceDto.nullable(),
    }),
  ),
  gpus: z.array(gpuDto),
  probed: z
    .object({ node_uri: z.string(), outcome: outcomeKind, answered_at: moment.nullable() })
    .nullable()
    .describe('What we found at that URI ourselves; null: it is not among our nodes.'),
})
export type ReportedDto = z.infer<typeof reportedDto>

export const sourceDetailDto = z.object({
  source: sourceDto,
  entries: z.array(
    z.object({
      uri: z.string().describe('As stated, but for credentials.'),
      node_uri: z
        .string()
        .nullable()
        .describe('The node it names; null where it is no service URI, and `problem` says why.'),
      problem: z.string().nullable(),
      is_duplicate: z.boolean().describe('True when an earlier entry names the same node.'),
      orchestrator: z.string().nullable(),
      score: z.number().nullable(),
      outcome: outcomeKind
        .nullable()
        .describe('How the latest question to that node ended; null: not asked yet.'),
    }),
  ),
  chain: z
    .object({
      network: z.string(),
      block: decimal,
      block_time: moment,
      round: decimal,
      members: z.array(memberDto),
      eth_usd: z.object({
        kind: z.enum(['fresh', 'stale', 'unusable']),
        usd: decimal.nullable(),
        updated_at: moment.nullable(),
        problem: z.string().nullable(),
      }),
    })
    .nullable()
    .describe('The pool of orchestrators at one block; null for other sources, and until it was read.'),
  gateway: z
    .object({
      reported_at: moment,
      rows: z.array(reportedDto),
      refused: z.array(z.object({ place: z.string(), reason: z.string() })),
    })
    .nullable()
    .describe('What another gateway reported when it was read: its word, and not what we found.'),
})
export type SourceDetailDto = z.infer<typeof sourceDetailDto>

export const storeDto = z.object({
  state: z.enum(STORE_STATES),
  since: moment.nullable().describe('Since when it is in this state; null: since this process began.'),
  detail: z.string().nullable().describe('What is wrong; null when nothing is.'),
  last_write_at: moment.nullable().describe('When this process last stored anything; null: never yet.'),
  size_bytes: z
    .int()
    .nullable()
    .describe('Of the database with its journal; null where that cannot be told.'),
  free_bytes: z.int().nullable().describe('Free on its disk; null where that cannot be told.'),
})
export type StoreDto = z.infer<typeof storeDto>

const HEALTH_REASONS = ['store-read-only', 'store-full', 'store-failing', 'sweep-failing'] as const
export const healthDto = z.object({
  status: z.enum(['ok', 'degraded']).describe('A degraded server answers with what it has.'),
  reasons: z.array(z.object({ code: z.enum(HEALTH_REASONS), detail: z.string() })),
})
export type HealthDto = z.infer<typeof healthDto>

export const statusDto = z.object({
  snapshot: snapshotDto.nullable().describe('Null until something was collected.'),
  sweep: z.object({
    conducted_here: z
      .boolean()
      .describe(
        'Whether the process that answers is the one that sweeps; another one on the same store may be.',
      ),
    state: z.enum(['idle', 'running']),
    settled: z.int(),
    total: z.int(),
    next_at: moment.nullable(),
    last_error: z.string().nullable().describe('Why the latest sweep brought no snapshot; null when it did.'),
  }),
  sources: z.array(sourceDto),
  retention: z
    .object({
      sweeps_ms: z.int().describe('Every sweep.'),
      hourly_sweeps_ms: z.int().describe('The last sweep of each hour.'),
      changes_ms: z.int().describe('What changed.'),
    })
    .describe('How long history is kept here.'),
  store: storeDto.describe('How the database does, as far as the process that answers has seen.'),
  version: z.string(),
})
export type StatusDto = z.infer<typeof statusDto>

export const problemDto = z
  .object({
    type: z.string().describe('`/problems#` and a kind that keeps its meaning.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.object({ parameter: z.string(), detail: z.string() }))
      .optional()
      .describe('Which parameter, or part of a body, and what would be right.'),
  })
  .describe(
    'RFC 9457 problem document: what every refused or failed request of our own API is answered with.',
  )
export type ProblemDto = z.infer<typeof problemDto>
