import type { z } from 'zod'
import type { ReadRequest } from '../answer'
import { selectBodyDto } from '../contract/selection'
import { quoted } from '../listing/reading'
import { readJson } from '../read-json-body'
import type { ParameterError } from '../search-params'
import { misspeltHints } from './misspelt-hints'

/** What a client says of one request in its headers, beside what it wants done. */
export interface Hints {
  /** Whom it may go to, in the words of `/api/v1/select`. */
  readonly rules: RuleHints
  /** False: whoever is chosen first is the only one that is tried. */
  readonly allowsFallback: boolean
  /** Whether somebody else may be tried where the first one was paid and may have done the work. */
  readonly repeatsPaid: boolean
  /** Nothing is sent; the answer is who would be chosen. */
  readonly isDryRun: boolean
  /** The answer says in words why that one was chosen. */
  readonly explains: boolean
  /** Images, videos and sounds as addresses of this server, or within the answer. */
  readonly media: 'url' | 'data'
  /** Null: as long as the pipeline has. */
  readonly timeoutMs: number | null
  /** Null: as the pipeline has it. */
  readonly hedgeMs: number | null
}

export type HintsReading =
  | { readonly ok: true; readonly hints: Hints }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

const NO_HINTS: Hints = {
  rules: {},
  allowsFallback: true,
  repeatsPaid: false,
  isDryRun: false,
  explains: false,
  media: 'url',
  timeoutMs: null,
  hedgeMs: null,
}

interface Hint {
  readonly name: string
  readonly description: string
  readonly schema: { readonly type: 'string' | 'integer' | 'boolean'; readonly enum?: readonly string[] }
  /** Null: it cannot be read, and `wants` says what would be right. */
  readonly read: (text: string) => Partial<RawHints> | null
  readonly wants: string
}

interface RawHints extends Omit<Hints, 'rules'> {
  readonly rules: Record<string, unknown>
}

const flag =
  (set: (is: boolean) => Partial<RawHints>) =>
  (text: string): Partial<RawHints> | null =>
    text === 'true' || text === 'false' ? set(text === 'true') : null

const rule =
  (key: keyof RuleHints) =>
  (text: string): Partial<RawHints> => ({ rules: { [key]: text } })

const list =
  (key: keyof RuleHints) =>
  (text: string): Partial<RawHints> | null => {
    const named = items(text)
    // Of nobody it could be said that it is everybody.
    return named.length === 0 ? null : { rules: { [key]: named } }
  }

const items = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const FLAG = { type: 'boolean' } as const
const TEXT = { type: 'string' } as const
const TRUE_OR_FALSE = 'true or false'

/** Every hint there is; the reference and the documents are made of these. */
export const HINTS: readonly Hint[] = [
  {
    name: 'livepeer-policy',
    description: 'A saved policy, whose rules hold where no other header says the same.',
    schema: TEXT,
    read: rule('policy'),
    wants: 'the name of a policy, such as warm-flux-europe',
  },
  {
    name: 'livepeer-strategy',
    description: 'How candidates are put in order.',
    schema: TEXT,
    read: rule('strategy'),
    wants: 'the name of a strategy; /api/v1/selection/method lists them',
  },
  {
    name: 'livepeer-max-price',
    description: 'The most for one unit: `3000000` (wei), `0.0000001eth`, `0.5usd`.',
    schema: TEXT,
    read: rule('max_price'),
    wants: 'an amount for one unit, such as 3000000, 0.0000001eth or 0.5usd',
  },
  {
    name: 'livepeer-only',
    description: 'A comma list of orchestrators, nodes or offerings, by address, URI or id: nobody else.',
    schema: TEXT,
    read: list('only'),
    wants: 'a comma list of up to 100 addresses, URIs or ids',
  },
  {
    name: 'livepeer-ignore',
    description: 'As `livepeer-only`: not those.',
    schema: TEXT,
    read: list('exclude'),
    wants: 'a comma list of up to 100 addresses, URIs or ids',
  },
  {
    name: 'livepeer-region',
    description:
      'A comma list of regions, `eu` or `eu-west`; with `;preferred` at its end others come after those.',
    schema: TEXT,
    read(text) {
      const [, names = '', how] = /^([^;]*?)(?:;\s*(preferred|required))?$/.exec(text) ?? []
      const region = items(names)
      return region.length === 0 ? null : { rules: { region, ...(how && { region_is: how }) } }
    },
    wants: 'a comma list of regions, such as eu-west, with ;preferred at its end or not',
  },
  {
    name: 'livepeer-warm',
    description: 'Whether the model must be loaded: `required`, `preferred` or `any`.',
    schema: TEXT,
    read: rule('warm'),
    wants: 'required, preferred or any',
  },
  {
    name: 'livepeer-session',
    description: 'Requests with the same one go to the same offering as long as it may get them.',
    schema: TEXT,
    read: rule('affinity'),
    wants: 'a name of up to 200 characters',
  },
  {
    name: 'livepeer-seed',
    description: 'Chance repeats with it.',
    schema: TEXT,
    read: rule('seed'),
    wants: 'a text of up to 200 characters',
  },
  {
    name: 'livepeer-no-fallback',
    description: 'Whoever is chosen first is the only one that is tried.',
    schema: FLAG,
    read: flag((is) => ({ allowsFallback: !is })),
    wants: TRUE_OR_FALSE,
  },
  {
    name: 'livepeer-retry-paid',
    description:
      'Somebody else may be tried also where the first one was paid, fell silent and may have done the work.',
    schema: FLAG,
    read: flag((is) => ({ repeatsPaid: is })),
    wants: TRUE_OR_FALSE,
  },
  {
    name: 'livepeer-dry-run',
    description: 'Nothing is sent; the answer is that of `/api/v1/select`.',
    schema: FLAG,
    read: flag((is) => ({ isDryRun: is })),
    wants: TRUE_OR_FALSE,
  },
  {
    name: 'livepeer-explain',
    description: 'The answer says in `livepeer-explanation` why that one was chosen.',
    schema: FLAG,
    read: flag((is) => ({ explains: is })),
    wants: TRUE_OR_FALSE,
  },
  {
    name: 'livepeer-media',
    description:
      'Images, videos and sounds as `url` of this server, the default, or as `data` within the answer.',
    schema: { type: 'string', enum: ['url', 'data'] },
    read: (text) => (text === 'url' || text === 'data' ? { media: text } : null),
    wants: 'url or data',
  },
  {
    name: 'livepeer-timeout-ms',
    description: 'For all of it, up to the first byte of the answer; no more than the pipeline has.',
    schema: { type: 'integer' },
    read: (text) => (/^[1-9]\d{1,6}$/.test(text) ? { timeoutMs: Number(text) } : null),
    wants: 'a whole number of milliseconds from 10 to 9999999',
  },
  {
    name: 'livepeer-hedge-ms',
    description:
      'Without an answer for so long somebody else is asked beside, and the first answer counts; not where both would be paid.',
    schema: { type: 'integer' },
    read: (text) => (/^[1-9]\d{1,6}$/.test(text) ? { hedgeMs: Number(text) } : null),
    wants: 'a whole number of milliseconds from 10 to 9999999',
  },
]

const ruleHints = selectBodyDto.pick({
  policy: true,
  strategy: true,
  max_price: true,
  only: true,
  exclude: true,
  region: true,
  region_is: true,
  warm: true,
  affinity: true,
  seed: true,
})
type RuleHints = z.infer<typeof ruleHints>

/** The hints in the headers of a request; all that cannot be read, and what is misspelt, at once. */
export function readHints({ header, headers }: Pick<ReadRequest, 'header' | 'headers'>): HintsReading {
  let hints: RawHints = NO_HINTS
  let errors = headers ? misspelt(headers()) : null
  for (const { name, read, wants } of HINTS) {
    const given = header(name)
    if (given === null) continue
    const text = given.trim()
    const part = text === '' ? null : read(text)
    if (part === null) {
      errors ??= []
      errors.push({ parameter: name, detail: `${quoted(text)} is not ${wants}` })
      continue
    }
    const { rules, ...rest } = part
    hints = { ...hints, ...rest, rules: { ...hints.rules, ...rules } }
  }
  if (errors) return { ok: false, errors }
  if (hints === NO_HINTS) return { ok: true, hints: NO_HINTS }
  const rules = readJson(hints.rules, ruleHints)
  if (rules.ok) return { ok: true, hints: { ...hints, rules: rules.value } }
  return {
    ok: false,
    errors: rules.errors.map((error) => ({ ...error, parameter: headerOf(error.parameter) })),
  }
}

const NAMES = HINTS.map(({ name }) => name)

function misspelt(headers: Iterable<readonly [name: string, value: string]>): ParameterError[] | null {
  const errors = misspeltHints(
    Array.from(headers, ([name]) => name.toLowerCase()),
    NAMES,
  )
  return errors.length === 0 ? null : errors
}

const HEADER_OF: Readonly<Record<string, string>> = {
  max_price: 'livepeer-max-price',
  exclude: 'livepeer-ignore',
  affinity: 'livepeer-session',
  region_is: 'livepeer-region',
}

function headerOf(parameter: string): string {
  const [key = ''] = parameter.split('.')
  return HEADER_OF[key] ?? `livepeer-${key}`
}
