/** Saved policies, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { selectionRulesDto } from './selection'
import { moment } from './shapes'

const value = z.union([z.string(), z.number(), z.boolean()])

const isPrivate = z
  .boolean()
  .describe('Listed, read and used by whoever sends the operator key alone; to others it is not there.')

/** As somebody who saves one writes it; what the filters mean is read by the list of offerings. */
export const policyBodyDto = z.object({
  description: z.string().max(500).optional().describe('For people, in one line.'),
  filters: z
    .record(z.string(), z.union([value, z.array(value).min(1)]))
    .describe(
      'Parameters of the list of offerings that choose nodes: its filters, `q`, `sort` and `limit`. A list is a parameter that is repeated; a number keeps its spelling.',
    ),
  selection: selectionRulesDto
    .nullable()
    .optional()
    .describe('Who of those is chosen. Left out: whoever fits the filters.'),
  private: isPrivate.optional(),
})

export const policyDto = z
  .object({
    name: z.string().regex(/^[a-z0-9-]{1,64}$/),
    description: z.string(),
    filters: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .describe('As they were given, in texts; several are a parameter that is repeated.'),
    selection: selectionRulesDto
      .nullable()
      .describe('Who of those is chosen; amounts in `max_prices` are texts. Null: whoever fits the filters.'),
    private: isPrivate,
    built_in: z.boolean().describe('The same on every server; nobody can change it.'),
    created_at: moment.nullable().describe('Null for one that is built in.'),
    updated_at: moment.nullable(),
  })
  .describe('Whom to choose and how, by a name, for `policy=`.')
export type PolicyDto = z.infer<typeof policyDto>

export const policiesDto = z.object({
  count: z.int(),
  policies: z.array(policyDto).describe('Saved ones by name, then the built-in ones.'),
})
export type PoliciesDto = z.infer<typeof policiesDto>
