/** Who names nodes, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { IDENTITY_KINDS } from '@/lib/domain/identity-kind'
import { SOURCE_KINDS } from '@/lib/domain/source-kind'
import { conflictDto } from './conflict'
import { moment } from './shapes'

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
