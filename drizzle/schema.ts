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
    failingSince: integer('failing_since'),
    /** JSON list of the names of the sources that listed the node. */
    sources: text('sources').notNull(),
    answerId: integer('answer_id').references(() => answers.id),
    answeredAt: real('answered_at'),
    latencyMs: real('latency_ms'),
    isSimulated: integer('is_simulated', { mode: 'boolean' }),
  },
  (table) => [
    primaryKey({ columns: [table.snapshotId, table.nodeId] }),
    // Serves retention: which answers does nobody refer to any more.
    index('outcomes_by_answer').on(table.answerId),
  ],
)
