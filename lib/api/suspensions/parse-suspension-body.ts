import { parseExactJson } from '@/lib/livepeer/exact-json'
import { MAX_BODY_BYTES } from '../answer'
import { parseMoment } from '../listing/parse-moment'
import { quoted, shortened } from '../listing/reading'

export type SuspensionBody =
  | { readonly ok: true; readonly reason: string; readonly until: number | null }
  | {
      readonly ok: false
      readonly errors: readonly { readonly parameter: string; readonly detail: string }[]
    }

const MAX_REASON_LENGTH = 500

/** `{"reason": "maintenance", "until": "2099-01-31T12:00:00Z"}` → what it says. */
export function parseSuspensionBody(bytes: Uint8Array, { now }: { readonly now: number }): SuspensionBody {
  const text = decodeText(bytes)
  if (text === null) return wrong('body', 'is not valid UTF-8')
  const json = parseExactJson(text, { maxBytes: MAX_BODY_BYTES, maxDepth: 2 })
  if (!json.ok) return wrong('body', json.problem)
  if (!isObject(json.value)) return wrong('body', 'is not an object such as {"reason": "maintenance"}')
  const fields = new Map<string, unknown>(Object.entries(json.value))
  const unknown = [...fields.keys()].filter((key) => key !== 'reason' && key !== 'until')
  const reason = readReason(fields.get('reason'))
  const until = readUntil(fields.get('until'), now)
  if (unknown.length === 0 && reason.ok && until.ok)
    return { ok: true, reason: reason.value, until: until.value }
  return {
    ok: false,
    errors: [
      ...unknown.map((key) => ({
        parameter: shortened(key),
        detail: 'is not part of a suspension; there are reason and until',
      })),
      ...(reason.ok ? [] : [{ parameter: 'reason', detail: reason.detail }]),
      ...(until.ok ? [] : [{ parameter: 'until', detail: until.detail }]),
    ],
  }
}

type Field<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string }

function readReason(value: unknown): Field<string> {
  if (value === undefined) return { ok: false, detail: 'is missing; say in a few words why' }
  if (typeof value !== 'string') return { ok: false, detail: 'is no text' }
  const reason = value.trim()
  if (reason === '') return { ok: false, detail: 'is empty; say in a few words why' }
  if (reason.length > MAX_REASON_LENGTH)
    return { ok: false, detail: `is longer than ${MAX_REASON_LENGTH} characters` }
  if (/[\p{Cc}\p{Surrogate}]/u.test(reason))
    return { ok: false, detail: 'holds control characters or half a character; write it in one line' }
  return { ok: true, value: reason }
}

function readUntil(value: unknown, now: number): Field<number | null> {
  if (value === undefined || value === null) return { ok: true, value: null }
  if (typeof value !== 'string')
    return { ok: false, detail: 'is no text, such as "2099-01-31T12:00:00Z"; leave it out for ever' }
  const at = parseMoment(value)
  if (at === null)
    return { ok: false, detail: `${quoted(value)} is not a moment such as 2099-01-31T12:00:00Z` }
  return at > now ? { ok: true, value: at } : { ok: false, detail: `${quoted(value)} is over already` }
}

/** Null for what is no UTF-8. */
function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (parameter: string, detail: string): SuspensionBody => ({
  ok: false,
  errors: [{ parameter, detail }],
})
