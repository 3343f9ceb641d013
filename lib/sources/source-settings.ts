import { z } from 'zod'

/** One source as an operator configures it, by environment or in a file. */
export type SourceSettings =
  | {
      readonly kind: 'list'
      readonly name: string
      readonly addresses: readonly string[]
      readonly cadenceMs?: number
    }
  | {
      readonly kind: 'webhook' | 'signer' | 'gateway'
      readonly name: string
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly cadenceMs?: number
    }
  | { readonly kind: 'chain'; readonly name: string; readonly rpcUrl: string; readonly cadenceMs?: number }

export const httpUrl = z
  .string()
  .refine((text) => /^https?:$/.test(protocolOf(text)), 'is not an http or https URL')

/** What HTTP itself needs is not the operator's to set. */
export const HEADER_NAME =
  /^(?!(?:host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect)$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/i
/** Printable ASCII: Node would refuse others at every request. */
export const HEADER_VALUE = /^[\t\x20-\x7e]*$/

const headers = z
  .record(
    z.string().regex(HEADER_NAME, 'is not a header name'),
    z.string().regex(HEADER_VALUE, 'has characters that a header cannot carry'),
  )
  .default({})
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not 1 to 40 of a-z, 0-9 and -')
const interval = z
  .int('is not a whole number')
  .min(1_000, 'is below 1000')
  .max(86_400_000, 'is above 86400000')
const common = { name: name.optional(), interval_ms: interval.optional() }
const web = { ...common, url: httpUrl, headers }

const Entry = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('list'), addresses: z.array(z.string()), ...common }),
    z.strictObject({ type: z.literal('webhook'), ...web }),
    z.strictObject({ type: z.literal('signer'), ...web }),
    z.strictObject({ type: z.literal('gateway'), ...web }),
    z.strictObject({ type: z.literal('chain'), rpc_url: httpUrl.optional(), ...common }),
  ],
  { error: 'is none of list, webhook, signer, gateway, chain' },
)

const File = z.strictObject({ sources: z.array(Entry) })

export type SourceFile =
  | { readonly ok: true; readonly sources: readonly SourceSettings[] }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * A file of sources, `{"sources": [{"type": "webhook", "url": "https://…"}]}`. `${NAME}` in any text stands for a
 * variable of the environment, so that keys need not stand in the file. Problems name the place and never a value,
 * which may be a secret.
 */
export function parseSourceFile(
  text: string,
  { env, publicRpcUrl }: { env: Readonly<Record<string, string | undefined>>; publicRpcUrl: string },
): SourceFile {
  const missing = new Set<string>()
  const malformed = new Set<string>()
  let json: unknown
  try {
    // Editors on some systems begin a file with it.
    json = JSON.parse(text.replace(/^\uFEFF/, ''), (_key, value: unknown) =>
      typeof value === 'string' ? expanded(value, env, { missing, malformed }) : value,
    )
  } catch {
    return { ok: false, problems: ['is not JSON'] }
  }
  const problems = [
    ...[...missing].map((variable) => `names the variable ${variable}, which is not set`),
    ...[...malformed].map((what) => `has ${what}`),
  ]
  const parsed = File.safeParse(json)
  if (!parsed.success) return { ok: false, problems: [...problems, ...parsed.error.issues.map(problemOf)] }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, sources: parsed.data.sources.map((entry) => settingsOf(entry, publicRpcUrl)) }
}

function settingsOf(entry: z.output<typeof Entry>, publicRpcUrl: string): SourceSettings {
  const common = {
    name: entry.name ?? entry.type,
    ...(entry.interval_ms === undefined ? {} : { cadenceMs: entry.interval_ms }),
  }
  switch (entry.type) {
    case 'list':
      return { kind: 'list', addresses: entry.addresses, ...common }
    case 'chain':
      return { kind: 'chain', rpcUrl: entry.rpc_url ?? publicRpcUrl, ...common }
    default:
      return { kind: entry.type, url: entry.url, headers: entry.headers, ...common }
  }
}

/** `sources[2].url is not an http or https URL` */
function problemOf({ path, message, code, ...issue }: z.core.$ZodIssue): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const where = place.replace(/^\./, '') || 'the file'
  if (code === 'unrecognized_keys' && 'keys' in issue)
    return `${where} has the unknown key ${(issue.keys as readonly string[]).join(', ')}`
  return `${where} ${code === 'invalid_type' ? 'is missing or of the wrong type' : message}`
}

function expanded(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  { missing, malformed }: { missing: Set<string>; malformed: Set<string> },
): string {
  return text.replace(/\$\{([^}]*)(\}|$)/g, (placeholder, variable: string) => {
    if (!/^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(placeholder)) {
      malformed.add('a ${ without a name and a closing brace behind it')
      return ''
    }
    const value = env[variable]
    if (value === undefined || value === '') missing.add(variable)
    return value ?? ''
  })
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : ''
}
