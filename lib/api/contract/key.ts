/** Keys of clients, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { KEY_SCOPE_SENTENCES, KEY_SCOPES, KEY_STATES } from '@/lib/domain/api-key'
import { moment, wholeNumber } from './shapes'

const day = z.iso.date().describe('In UTC.')

const name = z.string().max(80).describe('For people, in one line; 1 to 80 characters.')
const expiry = z
  .string()
  .nullable()
  .optional()
  .describe('A moment to come, such as 2099-01-31T12:00:00Z; null: never.')
const limits = z
  .strictObject({
    requests_per_minute: z.int().min(1).max(1_000_000).nullable().optional(),
    concurrency: z.int().min(1).max(100_000).nullable().optional(),
    spend_wei_per_day: z.string().max(30).nullable().optional(),
  })
  .describe('Null: as much as it likes.')
const scopes = z
  .array(z.enum(KEY_SCOPES))
  .describe(KEY_SCOPES.map((scope) => `\`${scope}\`: ${KEY_SCOPE_SENTENCES[scope]}`).join(' '))

export const newKeyBodyDto = z.strictObject({
  name,
  scopes: scopes.max(KEY_SCOPES.length).optional(),
  limits: limits.optional(),
  expires_at: expiry,
})
export type NewKeyBodyDto = z.infer<typeof newKeyBodyDto>

/** What is left out stays as it is. */
export const keyChangeBodyDto = z.strictObject({
  name: name.optional(),
  limits: limits.optional(),
  expires_at: expiry,
})
export type KeyChangeBodyDto = z.infer<typeof keyChangeBodyDto>

const usageDto = z.object({
  day,
  spent_wei: wholeNumber.describe('On that day, for jobs that have ended, by all processes of this store.'),
  jobs_in_flight: z.int().min(0).describe('In the process that answers.'),
})

export const keyDto = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe('The last characters of the secret.'),
    state: z.enum(KEY_STATES),
    scopes,
    limits: z.object({
      requests_per_minute: z.int().nullable().describe('Those of a minute may come at once.'),
      concurrency: z.int().nullable().describe('Jobs under way at once.'),
      spend_wei_per_day: wholeNumber.nullable().describe('From midnight to midnight, UTC.'),
    }),
    created_at: moment,
    expires_at: moment.nullable().describe('Null: never.'),
    revoked_at: moment.nullable().describe('Null: it is not revoked.'),
    last_used_at: moment.nullable().describe('To the minute; null: it was never used.'),
    usage: usageDto,
  })
  .describe('What is known of a key of a client; never its secret.')
export type KeyDto = z.infer<typeof keyDto>

export const newKeyDto = keyDto
  .extend({ secret: z.string().describe('Shown this once: only its SHA-256 is kept.') })
  .describe('A key that was just made.')
export type NewKeyDto = z.infer<typeof newKeyDto>

export const keysDto = z.object({
  count: z.int(),
  keys: z.array(keyDto).describe('The latest first; revoked ones stay until a new one needs their place.'),
  all: usageDto
    .extend({
      spend_wei_per_day: wholeNumber
        .nullable()
        .describe('ROUTING_SPEND_WEI_PER_DAY; null: as much as they like.'),
    })
    .describe('Of all keys together, and of requests without one.'),
})
export type KeysDto = z.infer<typeof keysDto>
