import { sql } from 'drizzle-orm'
import {
  blob,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'

/** One row per sweep that ended. Moments are ms since 1970. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    // Never used again, so that a client that saw number 7 never meets another one of that number.
    id: integer('id').primaryKey({ autoIncrement: true }),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at').notNull(),
    cadenceMs: integer('cadence_ms').notNull(),
    vantage: text('vantage').notNull(),
    /** JSON list of source reports. */
    sources: text('sources').notNull(),
    /** JSON: how many of its nodes ended how when they were asked last. */
    outcomes: text('outcomes'),
    /** How many of its nodes this sweep asked; null in rows of an older version. */
    asked: integer('asked'),
    /** JSON: the price of ETH in dollars when it ended; null: there was none. */
    ethUsd: text('eth_usd'),
    /** What was measured at each node, and which version of it stands; lib/store/sqlite/probe-table.ts says how. */
    probes: blob('probes', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    index('snapshots_by_end').on(table.endedAt),
    index('snapshots_asked').on(table.endedAt, table.asked),
  ],
)

/** Every service URI that was ever listed. */
export const nodes = sqliteTable('nodes', {
  id: integer('id').primaryKey(),
  uri: text('uri').notNull().unique(),
})

/**
 * What a node said, once per distinct answer: secrets were dropped when it was decoded, numbers that change all the time
 * (places in use, free memory) stand in the snapshots. One that is too old to be kept is simply gone.
 */
export const answers = sqliteTable(
  'answers',
  {
    // Never used again: other processes keep rows ready by their numbers.
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: integer('node_id').notNull(),
    /** SHA-256 of the body. */
    digest: blob('digest', { mode: 'buffer' }).notNull(),
    /** Characters of the body, by which is counted how much one node may fill. */
    size: integer('size').notNull(),
    body: text('body').notNull(),
  },
  (table) => [
    uniqueIndex('answers_by_digest').on(table.nodeId, table.digest),
    index('answers_by_size').on(table.nodeId, table.size),
  ],
)

/** A node's live runners as it listed them, once per distinct list, but for places in use. */
export const runnerLists = sqliteTable(
  'runner_lists',
  {
    // Never used again: other processes keep rows ready by their numbers.
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: integer('node_id').notNull(),
    /** SHA-256 of the body. */
    digest: blob('digest', { mode: 'buffer' }).notNull(),
    /** Characters of the body. */
    size: integer('size').notNull(),
    body: text('body').notNull(),
  },
  (table) => [
    uniqueIndex('runner_lists_by_digest').on(table.nodeId, table.digest),
    index('runner_lists_by_size').on(table.nodeId, table.size),
  ],
)

/** A node as it was over a row of snapshots, without what is measured anew in each: a new row for whatever changes. */
export const nodeVersions = sqliteTable(
  'node_versions',
  {
    // Never used again: other processes keep rows ready by their numbers.
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: integer('node_id')
      .notNull()
      .references(() => nodes.id),
    /** The first snapshot it is in. */
    fromSnapshot: integer('from_snapshot').notNull(),
    /** The first one it is not in any more; null: it still stands. */
    toSnapshot: integer('to_snapshot'),
    answerId: integer('answer_id'),
    runnerListId: integer('runner_list_id'),
    /** JSON: outcome, sources, health, region. */
    body: text('body').notNull(),
  },
  (table) => [
    index('node_versions_by_end').on(table.toSnapshot),
    index('node_versions_by_node').on(table.nodeId),
    index('node_versions_by_answer').on(table.answerId),
    index('node_versions_by_runner_list').on(table.runnerListId),
  ],
)

/** Everything that somebody ever offered. */
export const offerings = sqliteTable(
  'offerings',
  {
    id: integer('id').primaryKey(),
    /** As the API calls it. */
    key: text('key').notNull().unique(),
    nodeId: integer('node_id')
      .notNull()
      .references(() => nodes.id),
    kind: text('kind').notNull(),
    pipeline: text('pipeline').notNull(),
  },
  (table) => [index('offerings_by_node').on(table.nodeId), index('offerings_by_pipeline').on(table.pipeline)],
)

/**
 * The terms of an offering over a span of time, from the end of the first sweep that saw them to the end of the first
 * one that did not.
 */
export const offeringTerms = sqliteTable(
  'offering_terms',
  {
    id: integer('id').primaryKey(),
    offeringId: integer('offering_id')
      .notNull()
      .references(() => offerings.id),
    fromAt: integer('from_at').notNull(),
    /** Null: they still stand. */
    toAt: integer('to_at'),
    /** Null when the node does not say which. */
    model: text('model'),
    /** Who gets paid; null when nobody is known to be. */
    orchestrator: text('orchestrator'),
    /** The short name of its cards; of several kinds the one that comes first. Null: not reported. */
    gpu: text('gpu'),
    state: text('state').notNull(),
    /** Text, since it has more digits than an integer holds; null: no usable price. */
    priceWei: text('price_wei'),
    pricePerUnits: text('price_per_units'),
    unit: text('unit').notNull(),
    priceProblem: text('price_problem'),
    capacity: integer('capacity'),
  },
  (table) => [
    index('offering_terms_by_offering').on(table.offeringId, table.fromAt),
    index('offering_terms_by_model').on(table.model, table.fromAt),
    index('offering_terms_by_orchestrator').on(table.orchestrator, table.fromAt),
    index('offering_terms_by_gpu').on(table.gpu, table.fromAt),
    index('offering_terms_by_end').on(table.toAt),
  ],
)

/** How many cards of one name a node reports, over spans of time as above. */
export const nodeGpus = sqliteTable(
  'node_gpus',
  {
    id: integer('id').primaryKey(),
    nodeId: integer('node_id')
      .notNull()
      .references(() => nodes.id),
    name: text('name').notNull(),
    fromAt: integer('from_at').notNull(),
    toAt: integer('to_at'),
    count: integer('count').notNull(),
  },
  (table) => [
    index('node_gpus_by_node').on(table.nodeId, table.fromAt),
    index('node_gpus_by_name').on(table.name, table.fromAt),
    index('node_gpus_by_end').on(table.toAt),
  ],
)

/** What differs from each snapshot to the next, in order; the last one of a snapshot says that it is complete. */
export const changes = sqliteTable(
  'changes',
  {
    // Clients go on from the last number that they saw, so none is ever used again.
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Changes are forgotten by themselves, so they refer to no row of it. */
    snapshotId: integer('snapshot_id').notNull(),
    /** When the sweep of that snapshot ended. */
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    /** Null: it is about the whole snapshot. */
    nodeId: integer('node_id').references(() => nodes.id),
    /** Who is paid at that node. */
    orchestrator: text('orchestrator'),
    /** Null: it is not about an offering. */
    pipeline: text('pipeline'),
    /** Null also where the node does not say which. */
    model: text('model'),
    /** Of the offering, or the one that was added or is gone. */
    gpu: text('gpu'),
    /** JSON: the rest of it. */
    body: text('body').notNull(),
  },
  (table) => [
    // Serves retention, and questions about a span of time.
    index('changes_by_at').on(table.at),
    // Serve filters. Every index ends with the id, in whose order changes are read.
    index('changes_by_kind').on(table.kind),
    index('changes_by_node').on(table.nodeId),
    index('changes_by_orchestrator').on(table.orchestrator),
    index('changes_by_pipeline').on(table.pipeline),
    index('changes_by_model').on(table.model),
    index('changes_by_gpu').on(table.gpu),
  ],
)

/** Times during which nodes could not be relied on; those without a moment of detection are only suspected. */
export const incidents = sqliteTable(
  'incidents',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    nodeId: integer('node_id')
      .notNull()
      .references(() => nodes.id),
    openedAt: integer('opened_at').notNull(),
    detectedAt: integer('detected_at'),
    /** Null: open. */
    closedAt: integer('closed_at'),
    closedBy: text('closed_by'),
    orchestrator: text('orchestrator'),
    /** JSON list of kinds of outcomes. */
    outcomes: text('outcomes').notNull(),
    detail: text('detail'),
    failedProbes: integer('failed_probes').notNull(),
    probedAt: integer('probed_at').notNull(),
  },
  (table) => [
    uniqueIndex('incidents_open').on(table.nodeId).where(sql`closed_at is null`),
    index('incidents_by_node').on(table.nodeId),
    index('incidents_by_orchestrator').on(table.orchestrator),
    index('incidents_by_end').on(table.closedAt),
  ],
)

/** What each source said when it was last read well. */
export const sourceReadings = sqliteTable('source_readings', {
  name: text('name').primaryKey(),
  /** Ascends over all rows: which of them are new to a reader. */
  revision: integer('revision').notNull(),
  readAt: integer('read_at'),
  /** SHA-256 of the body. */
  digest: blob('digest', { mode: 'buffer' }).notNull(),
  /** JSON: its entries, and the facts that came with them. */
  body: text('body').notNull(),
})

/** Who sweeps for this store, so that two processes never both do. One row. */
export const conductors = sqliteTable('conductors', {
  id: integer('id').primaryKey(),
  holder: text('holder').notNull(),
  expiresAt: integer('expires_at').notNull(),
  /** JSON: what the holder is doing, for the processes that only read. */
  report: text('report'),
})

/** When an operator last asked for a sweep of all nodes at once. One row. */
export const sweepRequests = sqliteTable('sweep_requests', {
  id: integer('id').primaryKey(),
  requestedAt: integer('requested_at').notNull(),
})

/** Named sets of filters that an operator saved. */
export const policies = sqliteTable('policies', {
  name: text('name').primaryKey(),
  /** JSON with a version: description and filters. */
  body: text('body').notNull(),
  revision: integer('revision').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** How many edits of policies there were; a deleted policy takes its own number along. One row. */
export const policyEdits = sqliteTable('policy_edits', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
})

/** What is remembered of jobs, and so of how far an offering or a node is trusted; who is trusted and idle has none. */
export const breakers = sqliteTable(
  'breakers',
  {
    scope: text('scope', { enum: ['offering', 'node'] }).notNull(),
    /** An offering as the API calls it, or a node's URI. */
    id: text('id').notNull(),
    /** JSON with a version. */
    body: text('body').notNull(),
    revision: integer('revision').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.id] })],
)

/** How often breakers were written; a deleted one takes its own number along. One row. */
export const breakerEdits = sqliteTable('breaker_edits', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
})

/** Suspensions that the changes have told of, and not yet that they are over. */
export const toldSuspensions = sqliteTable(
  'told_suspensions',
  {
    scope: text('scope', { enum: ['offering', 'node'] }).notNull(),
    id: text('id').notNull(),
    /** JSON: who it is, as it was told. */
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.id] })],
)

/** Whose probes are counted together: a node, a model, cards of a name, the whole network. */
export const measuredSubjects = sqliteTable(
  'measured_subjects',
  {
    // Rows of the roll-ups are forgotten by themselves, so no number is ever another subject's.
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind').notNull(),
    /** A node's URI, a model's id, a name of cards; empty for the network. */
    key: text('key').notNull(),
    /** The start of the last bucket it is in. */
    lastAt: integer('last_at').notNull(),
  },
  (table) => [
    uniqueIndex('measured_subjects_by_key').on(table.kind, table.key),
    index('measured_subjects_by_last').on(table.lastAt),
  ],
)

/**
 * What came of the probes of a subject in five minutes, an hour, a day. WITHOUT ROWID in the migration, which drizzle
 * cannot say here: buckets are written and forgotten as wholes, and lie together.
 */
export const probeRollUps = sqliteTable(
  'probe_rollups',
  {
    /** Its place in LEVELS. */
    level: integer('level').notNull(),
    /** The start of the bucket (ms since 1970). */
    at: integer('at').notNull(),
    subjectId: integer('subject_id').notNull(),
    /** How many ended how; lib/store/sqlite/outcome-counts.ts says how. */
    outcomes: blob('outcomes', { mode: 'buffer' }).notNull(),
    /** Of the answered ones; lib/history/latency-histogram.ts says how. */
    latency: blob('latency', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.at, table.subjectId] })],
)

/** Up to when all probes are in the buckets of each level. */
export const rollUpProgress = sqliteTable('rollup_progress', {
  level: integer('level').primaryKey(),
  /** The end of the last complete bucket (ms since 1970). */
  doneUntil: integer('done_until').notNull(),
})

/**
 * Requests that this gateway carried, in the order in which they ended. Amounts are text, since they have more digits
 * than an integer holds.
 */
export const requests = sqliteTable(
  'requests',
  {
    /** When it ended (ms) × 1000, and up from there while that is taken: order, span of time and cursor in one. */
    place: integer('place').primaryKey(),
    id: text('id').notNull().unique(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at').notNull(),
    route: text('route').notNull(),
    keyId: text('key_id'),
    kind: text('kind').notNull(),
    pipeline: text('pipeline').notNull(),
    model: text('model'),
    outcome: text('outcome').notNull(),
    status: integer('status').notNull(),
    problem: text('problem'),
    attempts: integer('attempts').notNull(),
    /** Of the last attempt, as the next two; null: nobody was tried. */
    offering: text('offering'),
    node: text('node'),
    orchestrator: text('orchestrator'),
    bytesIn: integer('bytes_in').notNull(),
    bytesOut: integer('bytes_out').notNull(),
    units: text('units'),
    costWei: text('cost_wei'),
    paidWei: text('paid_wei').notNull(),
    usdPerEth: text('usd_per_eth'),
    chargeUsd: text('charge_usd'),
    overheadMs: real('overhead_ms'),
    firstByteMs: real('first_byte_ms'),
    totalMs: real('total_ms').notNull(),
  },
  (table) => [
    // Serve filters. Every index ends with the place, in whose order requests are read.
    index('requests_by_key').on(table.keyId),
    index('requests_by_pipeline').on(table.pipeline),
    index('requests_by_model').on(table.model),
    index('requests_by_orchestrator').on(table.orchestrator),
    index('requests_by_node').on(table.node),
    index('requests_by_outcome').on(table.outcome),
  ],
)

/** Who was tried for a request; beside the requests, so that those are looked through cheaply. */
export const requestAttempts = sqliteTable('request_attempts', {
  place: integer('place').primaryKey(),
  /** JSON. */
  body: text('body').notNull(),
})

/** Why it went where it went; the largest part by far, and kept for the shortest time. */
export const requestDecisions = sqliteTable('request_decisions', {
  place: integer('place').primaryKey(),
  /** JSON. */
  body: text('body').notNull(),
})

/**
 * What came of the requests that ended in five minutes, or an hour, by what they have in common. WITHOUT ROWID in the
 * migration, which drizzle cannot say here.
 */
export const requestCounts = sqliteTable(
  'request_counts',
  {
    /** Its place in LEVELS. */
    level: integer('level').notNull(),
    dimension: text('dimension').notNull(),
    /** The start of the bucket (ms since 1970). */
    at: integer('at').notNull(),
    /** lib/store/sqlite/request-count-rows.ts says how. */
    value: text('value').notNull(),
    requests: integer('requests').notNull(),
    attempts: integer('attempts').notNull(),
    /** JSON: how many ended how. */
    outcomes: text('outcomes').notNull(),
    paidWei: text('paid_wei').notNull(),
    /** lib/history/latency-histogram.ts says how, as of the next one. */
    total: blob('total', { mode: 'buffer' }).notNull(),
    firstByte: blob('first_byte', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.dimension, table.at, table.value] })],
)

/** What became of the attempts at a node in five minutes, or an hour; those that say nothing of it are not counted. */
export const jobCounts = sqliteTable(
  'job_counts',
  {
    /** Its place in LEVELS. */
    level: integer('level').notNull(),
    node: text('node').notNull(),
    /** The start of the bucket (ms since 1970). */
    at: integer('at').notNull(),
    succeeded: integer('succeeded').notNull(),
    faults: integer('faults').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.level, table.node, table.at] }),
    index('job_counts_by_time').on(table.level, table.at),
  ],
)

/** Keys of clients, never their secrets. Revoked ones stay. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    /** Public. */
    id: text('id').primaryKey(),
    /** SHA-256 of the secret. */
    digest: text('digest').notNull(),
    /** JSON with a version: name, hint, scopes, limits, when it was made and when it expires. */
    body: text('body').notNull(),
    /** Null: it holds. */
    revokedAt: integer('revoked_at'),
    /** To the minute; null: it was never used. */
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [uniqueIndex('api_keys_by_digest').on(table.digest)],
)

/** How often keys were edited (row 1), and spend was added to (row 2). */
export const apiKeyEdits = sqliteTable('api_key_edits', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
})

/** What was spent on a day (UTC), by key. */
export const apiKeySpend = sqliteTable(
  'api_key_spend',
  {
    /** Days since 1970. */
    day: integer('day').notNull(),
    /** Empty: of requests without a key. */
    keyId: text('key_id').notNull(),
    /** Text, since it has more digits than an integer holds. */
    wei: text('wei').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.keyId] })],
)
