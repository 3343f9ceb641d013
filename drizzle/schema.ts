import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One row per sweep that ended. Moments are ms since 1970. */
export const snapshots = sqliteTable('snapshots', {
  // Never used again, so that a client that saw number 7 never meets another one of that number.
  id: integer('id').primaryKey({ autoIncrement: true }),
  startedAt: integer('started_at').notNull(),
  endedAt: integer('ended_at').notNull(),
  cadenceMs: integer('cadence_ms').notNull(),
  vantage: text('vantage').notNull(),
  /** JSON list of source reports. */
  sources: text('sources').notNull(),
  /** JSON: how many nodes ended how; null in rows of an older version. */
  outcomes: text('outcomes'),
})

/** Every service URI that was ever listed. */
export const nodes = sqliteTable('nodes', {
  id: integer('id').primaryKey(),
  uri: text('uri').notNull().unique(),
})

/** What a node said, once per distinct answer; secrets were dropped when it was decoded. */
export const answers = sqliteTable('answers', {
  id: integer('id').primaryKey(),
  /** SHA-256 of the body. */
  digest: blob('digest', { mode: 'buffer' }).notNull().unique(),
  body: text('body').notNull(),
})

/**
 * How the question to one node ended in one sweep, and which answer counts for it since.
 * WITHOUT ROWID in the migration, which drizzle cannot say here: rows of one sweep lie together, without a second index.
 */
export const outcomes = sqliteTable(
  'outcomes',
  {
    snapshotId: integer('snapshot_id')
      .notNull()
      .references(() => snapshots.id, { onDelete: 'cascade' }),
    nodeId: integer('node_id')
      .notNull()
      .references(() => nodes.id),
    kind: text('kind').notNull(),
    detail: text('detail'),
    askedAt: integer('asked_at').notNull(),
    cadenceMs: integer('cadence_ms').notNull(),
    failingSince: integer('failing_since'),
    /** JSON: hysteresis state. */
    health: text('health').notNull(),
    /** JSON list: sources that name the node or once did, with first and last time. */
    sources: text('sources').notNull(),
    answerId: integer('answer_id').references(() => answers.id),
    answeredAt: real('answered_at'),
    latencyMs: real('latency_ms'),
    dnsMs: real('dns_ms'),
    connectMs: real('connect_ms'),
    /** Null on a plaintext connection. */
    tlsMs: real('tls_ms'),
    answerMs: real('answer_ms'),
    isSimulated: integer('is_simulated', { mode: 'boolean' }),
    /** The one that was dialled for the answer. */
    address: text('address'),
    /** How the question for live runners ended; null: never asked. */
    runnersKind: text('runners_kind'),
    runnersDetail: text('runners_detail'),
    runnersAskedAt: integer('runners_asked_at'),
    /** When `runnerListId` was read. */
    runnersReadAt: integer('runners_read_at'),
    runnerListId: integer('runner_list_id').references(() => runnerLists.id),
  },
  (table) => [
    primaryKey({ columns: [table.snapshotId, table.nodeId] }),
    // Serves retention: which answers does nobody refer to any more.
    index('outcomes_by_answer').on(table.answerId),
    index('outcomes_by_runner_list').on(table.runnerListId),
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
    /** JSON: the rest of it. */
    body: text('body').notNull(),
  },
  // Serves retention: how far are they too old.
  (table) => [index('changes_by_at').on(table.at)],
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

/** A node's live runners as it listed them, once per distinct list. */
export const runnerLists = sqliteTable('runner_lists', {
  id: integer('id').primaryKey(),
  /** SHA-256 of the body. */
  digest: blob('digest', { mode: 'buffer' }).notNull().unique(),
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
