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
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { REGION_SOURCES } from '@/lib/domain/region'
import { SOURCE_KINDS } from '@/lib/domain/source-kind'

const moment = z.iso.datetime()
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
const outcomeKind = z.enum(OUTCOME_KINDS)

/** Which look at the network an answer describes. */
export const snapshotDto = z.object({
  id: z.int(),
  /** When the sweep began to ask and when its last node was settled. */
  started_at: moment,
  as_of: moment,
  /** Time between two sweeps; ages are judged against it. */
  cadence_ms: z.int(),
  /** Who measured, from where. */
  vantage: z.string(),
  /** `simulated` when at least one node says that it belongs to a simulated network. */
  network: z.enum(['live', 'simulated']),
  nodes_asked: z.int(),
  nodes_answered: z.int(),
})
export type SnapshotDto = z.infer<typeof snapshotDto>

/** The rate behind every amount of dollars in an answer; null: there is none, and then there are no dollars in it. */
const ethUsdDto = z.object({
  usd: decimal,
  /** `fixed` by configuration, an `http` server, Chainlink's feed on the `chain`. */
  source: z.enum(RATE_SOURCES),
  /** From when the rate is. */
  at: moment,
})
export type EthUsdDto = z.infer<typeof ethUsdDto>

export const priceDto = z.object({
  /** Exact: `wei` for `per_units` units. */
  wei: decimal,
  per_units: decimal,
  /** What a unit is; prices in unlike units are never compared. */
  unit: z.enum(PRICE_UNITS),
  /** `wei / per_units` as a decimal, cut after 18 places. */
  wei_per_unit: decimal,
  /** `model`: stated for this very offering. `base`: only the node's base price is known. */
  origin: z.enum(['model', 'base']),
  /** Exact to 18 places, cut; null without a rate. */
  usd_per_unit: decimal.nullable(),
  /** What people buy at this price, the most telling first; empty where nobody knows what a unit buys. */
  costs: z.array(
    z.object({
      /** `image-1024`, `hour` and the like. */
      task: z.string(),
      label: z.string(),
      wei: decimal,
      usd: decimal.nullable(),
      /** Why the quantity is not certain; null when it is. */
      uncertainty: z.string().nullable(),
    }),
  ),
  /** Why nobody can mean it; null when one can. Such a price counts in no median. */
  implausible: z.string().nullable(),
})
export type PriceDto = z.infer<typeof priceDto>

export const gpuDto = z.object({
  /** Short name, `RTX 4090`; `reported_name` is what the node said. */
  name: z.string(),
  reported_name: z.string(),
  count: z.int(),
  memory_total_bytes: decimal.nullable(),
})
export type GpuDto = z.infer<typeof gpuDto>

/** Where a node is, and who says so: the operator's own file, the node, or a database of addresses. */
const regionDto = z.object({ name: z.string(), from: z.enum(REGION_SOURCES) })

export const offeringDto = z.object({
  id: z.string(),
  /** The service URI we ask; the node's stable name in this API. */
  node_uri: z.string(),
  /** Where the node wants its work sent; null when it states none. */
  advertised_uri: z.string().nullable(),
  /** Who gets paid; null for a node off chain. */
  orchestrator: z.string().nullable(),
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  /** Null when the node does not say which (BYOC). */
  model: z.string().nullable(),
  state: z.enum(OFFERING_STATES),
  /** Null: no usable price stated; `price_problem` says which way. Zero is a price. */
  price: priceDto.nullable(),
  price_problem: z.enum(['missing', 'invalid']).nullable(),
  /** Further prices stated for the very same offering; a gateway reckons with the first, which is `price`. */
  other_prices: z.array(z.object({ wei: decimal, per_units: decimal })),
  /** As reported; null: not stated (the wire cannot tell that from 0). */
  capacity: z.int().nullable(),
  capacity_in_use: z.int().nullable(),
  /** True when the number cannot be a count of parallel slots. */
  capacity_is_implausible: z.boolean(),
  /** Distinct cards reported for this offering; empty: not reported. */
  gpus: z.array(gpuDto),
  /** Null: nobody says. */
  region: regionDto.nullable(),
  node_version: z.string().nullable(),
  runner_version: z.string().nullable(),
  /** Discovery latency of the answer this row comes from. */
  latency_ms: z.number().nullable(),
  /** When the node said so. After `expires_at` the row counts for nothing any more. */
  observed_at: moment,
  expires_at: moment,
  /** How often the node is asked; its age is judged against it. */
  cadence_ms: z.int(),
  /** How the latest question to the node ended; anything but an answer means that this row is older than the snapshot. */
  node_outcome: outcomeKind,
})
export type OfferingDto = z.infer<typeof offeringDto>

/** A null is rows without a value. */
export const facetValueDto = z.object({ value: z.string().nullable(), count: z.int() })
const facetValues = z.array(z.object({ value: z.string(), count: z.int() }))
/** Values with counts, each facet counted without its own filter. */
export const facetsDto = z.object({
  pipeline: facetValues,
  model: facetValues,
  gpu: facetValues,
  region: facetValues,
  state: facetValues,
})
export type FacetsDto = z.infer<typeof facetsDto>

/** What stands around the rows of every list. */
export const listKeys = {
  snapshot: snapshotDto,
  eth_usd: ethUsdDto.nullable(),
  /** Rows that match, of all there are. */
  count: z.int(),
  total: z.int(),
  /** `cursor=` of the next page; null: these are the last rows. */
  next_cursor: z.string().nullable(),
  /** When nothing matches: how many rows would without each parameter, the one that hides most first. */
  emptied_by: z.array(z.object({ parameter: z.string(), removed: z.int() })).nullable(),
}

export const offeringsDto = z.object({
  ...listKeys,
  facets: facetsDto,
  offerings: z.array(offeringDto),
})
export type OfferingsDto = z.infer<typeof offeringsDto>

/** Where those who speak of a node do not agree. */
export const conflictDto = z.object({
  node_uri: z.string(),
  /** `several-owners`: sources say it belongs to different orchestrators. `other-payee`: it is paid to none of those they name. */
  kind: z.enum(['several-owners', 'other-payee', 'several-scores']),
  /** Which source says whose node it is. */
  claims: z.array(z.object({ source: z.string(), orchestrator: z.string() })),
  /** Who the node itself says is paid; null where that is not the matter. */
  payee: z.string().nullable(),
  scores: z.array(z.object({ source: z.string(), score: z.number() })),
})
export type ConflictDto = z.infer<typeof conflictDto>

export const nodeDto = z.object({
  uri: z.string(),
  advertised_uri: z.string().nullable(),
  orchestrator: z.string().nullable(),
  local_address: z.string().nullable(),
  version: z.string().nullable(),
  /** Sources that name it, or once did, with the first and the last sweep in which they named it. */
  sources: z.array(
    z.object({
      name: z.string(),
      /** How many of its entries name the node, in whatever spelling. */
      times: z.int(),
      /** Whose node it is, where the source says so. */
      orchestrators: z.array(z.string()),
      score: z.number().nullable(),
      first_at: moment,
      last_at: moment,
    }),
  ),
  conflicts: z.array(conflictDto),
  /** With hysteresis: one failure degrades, three in a row or five of ten take down, two successes bring back. */
  health: z.object({ state: z.enum(HEALTH_STATES), since: moment, failures_in_a_row: z.int() }),
  outcome: outcomeKind,
  /** What exactly came back, in the words of the node or the network stack; null when there is nothing to add. */
  detail: z.string().nullable(),
  asked_at: moment,
  /** Where it is; null: nobody says. */
  region: regionDto.nullable(),
  /** The address that was dialled for its last answer; null: it never answered. */
  address: z.string().nullable(),
  latency_ms: z.number().nullable(),
  /** Where the time of its last answer went; `tls_ms` is null on a plaintext connection. */
  round_trip: z
    .object({
      dns_ms: z.number(),
      connect_ms: z.number(),
      tls_ms: z.number().nullable(),
      answer_ms: z.number(),
    })
    .nullable(),
  /** When it will be asked again, at the latest in the sweep after that. */
  next_ask_at: moment,
  /** When it last answered; null: never seen answering. */
  answered_at: moment.nullable(),
  /** Since when its questions have gone unanswered; null while it answers. */
  failing_since: moment.nullable(),
  /** Its live runners; null: never asked for them. */
  runners: z
    .object({
      /** How the latest question ended; `none`: it keeps no runners. */
      outcome: z.enum(['listed', 'none', ...UNANSWERED_KINDS]),
      detail: z.string().nullable(),
      asked_at: moment,
      /** When the list in use was read; null: it never gave one. */
      read_at: moment.nullable(),
      count: z.int(),
      /** What was left out of that list, and why; `blocked`: it leads to an address that may not be dialled. */
      refused: z.array(
        z.object({ place: z.string(), kind: z.enum(['invalid', 'blocked']), reason: z.string() }),
      ),
    })
    .nullable(),
  /** Base (transcoding) price. */
  base_price: priceDto.nullable(),
  offerings: z.int(),
  gpus: z.array(gpuDto),
})
export type NodeDto = z.infer<typeof nodeDto>

const counts = z.array(z.object({ name: z.string(), count: z.int() }))
const rollUpKeys = {
  offerings: z.int(),
  nodes: z.int(),
  orchestrators: z.int(),
  states: z.object({ warm: z.int(), cold: z.int(), priced_only: z.int(), unknown: z.int() }),
  /** Parallel slots that are free, of the `slots_reported` offerings that state a plausible capacity; null: none does. */
  free_slots: z.int().nullable(),
  slots_reported: z.int(),
  /** Distinct reported cards, most first; and nodes by region. */
  gpus: counts,
  regions: counts,
  /** Of the nodes, each once; a percentile is null below 20. */
  latency: z.object({ n: z.int(), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() }),
}

const spreadDto = z.object({
  /** How many prices the others are of: implausible ones are counted apart, as are offerings that state none. */
  n: z.int(),
  min: priceDto.nullable(),
  median: priceDto.nullable(),
  max: priceDto.nullable(),
  zero: z.int(),
  missing: z.int(),
  implausible: z.int(),
})

/** One model of a pipeline, or a capability whose nodes name no model. */
export const modelDto = z.object({
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  model: z.string().nullable(),
  unit: z.enum(PRICE_UNITS),
  price: spreadDto,
  ...rollUpKeys,
})
export type ModelDto = z.infer<typeof modelDto>

/** A pipeline, a region, or an orchestrator by its address. */
export const groupDto = z.object({ name: z.string(), models: z.int(), ...rollUpKeys })
export type GroupDto = z.infer<typeof groupDto>

/** Cards of one model and size. */
export const gpuGroupDto = z.object({
  name: z.string(),
  memory_total_bytes: decimal.nullable(),
  /** Distinct reported cards; which nodes report any stands beside the list. */
  cards: z.int(),
  nodes: z.int(),
  models: z.array(z.string()),
})
export type GpuGroupDto = z.infer<typeof gpuGroupDto>

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
  nodes: z.object({ listed: z.int(), answered: z.int(), failed: z.int() }),
  offerings: z.object({
    total: z.int(),
    warm: z.int(),
    cold: z.int(),
    priced_only: z.int(),
    unknown: z.int(),
  }),
  models: z.int(),
  /** Distinct reported cards; `nodes_reporting` of `nodes_answered` nodes report hardware at all. */
  gpus: z.object({
    total: z.int(),
    nodes_reporting: z.int(),
    nodes_answered: z.int(),
    by_name: z.array(z.object({ name: z.string(), count: z.int() })),
  }),
  /** Latency of the answers of this sweep; a percentile is null below 20 answers. */
  latency: z.object({ n: z.int(), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() }),
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
  /** `nodes`: what orchestrators advertise themselves. */
  kind: z.enum(SOURCE_KINDS),
  /** Entries in its list, as stated. */
  count: z.int(),
  /** Of these, how many name a node that an earlier one names already, and how many are no service URI. */
  duplicates: z.int(),
  invalid: z.int(),
  /** How often nodes are asked that only this source names. */
  cadence_ms: z.int(),
  /** When the list in use was read; null: never. */
  read_at: moment.nullable(),
  /** Why the latest reading failed, and since when readings do; null while they work. */
  error: z.string().nullable(),
  failing_since: moment.nullable(),
  /** The latest failure there was, also after it works again; null: never seen failing. */
  last_failure: z.object({ at: moment, error: z.string() }).nullable(),
  /** Nodes of the latest snapshot that it names (a text that is no URI is none), and how many of them answered when they were last asked; null
   * until there is a snapshot. */
  nodes: z.int().nullable(),
  nodes_answered: z.int().nullable(),
})
export type SourceDto = z.infer<typeof sourceDto>

const askerDto = z.object({
  kind: z.enum(IDENTITY_KINDS),
  /** Null without an identity, and while a remote signer has not told it. */
  address: z.string().nullable(),
})

export const sourcesDto = z.object({
  /** Who we are toward orchestrators. */
  asker: askerDto,
  sources: z.array(sourceDto),
  conflicts: z.array(conflictDto),
})
export type SourcesDto = z.infer<typeof sourcesDto>

export const memberDto = z.object({
  address: z.string(),
  /** Its first round of activity, and the first one after; null: no end is set, or it could not be read (`problem`). */
  activation_round: decimal.nullable(),
  deactivation_round: decimal.nullable(),
  /** LPT, delegations included. */
  stake_lpt: decimal.nullable(),
  /** Whether the round of the reading is one of its rounds of activity. */
  is_active: z.boolean().nullable(),
  /** Any text that it registered; empty: none. */
  ai_service_uri: z.string().nullable(),
  service_uri: z.string().nullable(),
  /** Both are registered and lead to different nodes. */
  uris_differ: z.boolean(),
  /** Which of the calls failed, and how; null: none. */
  problem: z.string().nullable(),
})
export type MemberDto = z.infer<typeof memberDto>

export const reportedDto = z.object({
  /** As reported; empty: the node takes no work itself. */
  uri: z.string(),
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
  /** What we found at that URI ourselves; null: it is not among our nodes. */
  probed: z.object({ node_uri: z.string(), outcome: outcomeKind, answered_at: moment.nullable() }).nullable(),
})
export type ReportedDto = z.infer<typeof reportedDto>

export const sourceDetailDto = z.object({
  source: sourceDto,
  entries: z.array(
    z.object({
      /** As stated, but for credentials. */
      uri: z.string(),
      /** The node it names; null where it is no service URI, and `problem` says why. */
      node_uri: z.string().nullable(),
      problem: z.string().nullable(),
      /** True when an earlier entry names the same node. */
      is_duplicate: z.boolean(),
      orchestrator: z.string().nullable(),
      score: z.number().nullable(),
      /** How the latest question to that node ended; null: not asked yet. */
      outcome: outcomeKind.nullable(),
    }),
  ),
  /** The pool of orchestrators at one block; null for other sources, and until it was read. */
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
    .nullable(),
  /** What another gateway reported when it was read: its word, and not what we found. */
  gateway: z
    .object({
      reported_at: moment,
      rows: z.array(reportedDto),
      refused: z.array(z.object({ place: z.string(), reason: z.string() })),
    })
    .nullable(),
})
export type SourceDetailDto = z.infer<typeof sourceDetailDto>

export const statusDto = z.object({
  /** Null until something was collected. */
  snapshot: snapshotDto.nullable(),
  sweep: z.object({
    /** Whether the process that answers is the one that sweeps; another one on the same store may be. */
    conducted_here: z.boolean(),
    state: z.enum(['idle', 'running']),
    settled: z.int(),
    total: z.int(),
    next_at: moment.nullable(),
    /** Why the latest sweep brought no snapshot; null when it did. */
    last_error: z.string().nullable(),
  }),
  sources: z.array(sourceDto),
  version: z.string(),
})
export type StatusDto = z.infer<typeof statusDto>

/** RFC 9457 problem document: what every refused or failed request of our own API is answered with. */
export const problemDto = z.object({
  /** `/problems#` and a kind that keeps its meaning. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Which parameter, or part of a body, and what would be right. */
  errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).optional(),
})
export type ProblemDto = z.infer<typeof problemDto>
