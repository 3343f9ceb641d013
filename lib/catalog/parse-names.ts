import { z } from 'zod'
import { type EthAddress, parseAddress } from '@/lib/domain/eth-address'

/** What people call orchestrators, as the operator says. */
export type OrchestratorNames = ReadonlyMap<EthAddress, string>

const MAX_LENGTH = 64

export type NamesFile =
  | { readonly ok: true; readonly names: OrchestratorNames }
  | { readonly ok: false; readonly problems: readonly string[] }

const file = z.strictObject({
  names: z.record(
    z.string().refine((text) => parseAddress(text) !== null, 'is no address: 0x and 40 hexadecimal digits'),
    z
      .string()
      .trim()
      .min(1, 'is empty')
      .max(MAX_LENGTH, `has more than ${MAX_LENGTH} characters`)
      .refine((text) => !/\p{Cc}/u.test(text), 'holds a control character'),
  ),
})

/** `{"names": {"0x…": "Titan Node"}}`; each problem says where. */
export function parseNames(text: string): NamesFile {
  const json = jsonOf(text)
  if (json === undefined) return { ok: false, problems: ['the file is no JSON'] }
  const parsed = file.safeParse(json)
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message, ...issue }) => {
        const reasons =
          'issues' in issue && Array.isArray(issue.issues)
            ? issue.issues.map((one) => one.message)
            : [message]
        return `${path.join('.') || 'the file'}: ${reasons.join(', ')}`
      }),
    }
  const names = Object.entries(parsed.data.names).flatMap(([text, name]) => {
    const address = parseAddress(text)
    return address ? [[address, name] as const] : []
  })
  return { ok: true, names: new Map(names) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // which no JSON is
  }
}
