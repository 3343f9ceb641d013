import type { ProblemDto } from '@/lib/api/contract/problem'
import type { ApiAnswer } from './send-request'

/** What a problem document says; null: it is none, or not what its type says, as a job's answer may be by anybody. */
export async function problemOf({ mediaType, text }: ApiAnswer): Promise<ProblemDto | null> {
  if (mediaType !== 'application/problem+json') return null
  const { problemDto } = await import('@/lib/api/contract/problem')
  try {
    return problemDto.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
