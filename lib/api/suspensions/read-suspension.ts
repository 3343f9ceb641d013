import type { z } from 'zod'
import type { suspensionBodyDto } from '../contract/suspension'
import { parseMoment } from '../listing/parse-moment'
import { quoted } from '../listing/reading'
import type { ParameterError } from '../search-params'

export type SuspensionReading =
  | { readonly ok: true; readonly reason: string; readonly until: number | null }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** What an operator's words mean: why, and until when. */
export function readSuspension(
  body: z.infer<typeof suspensionBodyDto>,
  { now }: { readonly now: number },
): SuspensionReading {
  const errors: ParameterError[] = []
  const refuse = (parameter: string, detail: string) => errors.push({ parameter, detail })
  const reason = body.reason.trim()
  if (reason === '') refuse('reason', 'is empty; say in a few words why')
  if (/[\p{Cc}\p{Surrogate}]/u.test(reason))
    refuse('reason', 'holds control characters or half a character; write it in one line')
  const until = body.until === undefined ? null : parseMoment(body.until)
  if (body.until !== undefined && until === null)
    refuse('until', `${quoted(body.until)} is not a moment such as 2099-01-31T12:00:00Z`)
  if (body.until !== undefined && until !== null && until <= now)
    refuse('until', `${quoted(body.until)} is over already`)
  return errors.length > 0 ? { ok: false, errors } : { ok: true, reason, until }
}
