import type { EthAddress } from '@/lib/domain/eth-address'
import type { Capabilities } from '@/lib/domain/orchestrator-answer'
import { readSegmentHeader } from '@/lib/livepeer/job-headers'
import type { SegDataMessage } from '@/lib/livepeer/messages'
import { segmentSigner } from '@/lib/livepeer/segment'
import { refuseToken } from './auth-token'
import { compatibleWith } from './compatible-with'
import { JobRefusal } from './job-refusal'

/** Five minutes, the longest segment of video there may be. */
const MAX_DURATION_MS = 300_000

/**
 * Who may send a job: go-livepeer's checks in its order and words (server/segment_rpc.go verifySegCreds), each a 403. Off
 * chain no signature is looked at.
 */
export async function verifySegment(
  header: string | undefined,
  {
    sender,
    isOnChain,
    capabilities,
    secret,
    now,
  }: {
    readonly sender: EthAddress
    readonly isOnChain: boolean
    readonly capabilities: Capabilities | null
    readonly secret: Uint8Array
    readonly now: number
  },
): Promise<SegDataMessage> {
  const reading = readSegmentHeader(header)
  if (!reading.ok)
    throw new JobRefusal(403, reading.problem === 'base64' ? 'ErrorSegEncoding' : `proto: ${reading.text}`)
  const segment = reading.value
  if (segment.duration < 0 || segment.duration > MAX_DURATION_MS)
    throw new JobRefusal(403, 'invalid duration')
  if (isOnChain && (await segmentSigner(segment)) !== sender) throw new JobRefusal(403, 'ErrSegSig')
  if (!compatibleWith(segment.capabilities, capabilities))
    throw new JobRefusal(403, 'incompatible capabilities')
  const refusal = refuseToken(segment.authToken, { secret, now })
  if (refusal) throw new JobRefusal(403, refusal)
  return segment
}
