import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { EthAddress } from '@/lib/domain/eth-address'
import { fitted, minimalBytes } from './big-endian'
import { type EthSigner, recoverSigner } from './eth-signature'
import type { AuthTokenMessage, CapabilitiesMessage, SegDataMessage } from './messages'

/** What a job is about, as its credentials say it. */
export interface JobCredentials {
  readonly capability: number
  readonly model: string
  /** Null: as from a gateway that names none, which a node takes for no demands. */
  readonly capabilities: CapabilitiesMessage | null
  /** As quoted. */
  readonly authToken: AuthTokenMessage
}

/**
 * The credentials of an AI job, not signed yet. A segment of video that there is none of: its hash is that of no bytes,
 * its number and duration are zero, and its profiles are a word that older nodes fail at.
 */
export const jobSegment = ({
  capability,
  model,
  capabilities,
  authToken,
}: JobCredentials): SegDataMessage => ({
  manifestId: utf8ToBytes(`${capability}_${model}`),
  seq: 0n,
  hash: keccak_256(new Uint8Array(0)),
  profiles: utf8ToBytes('invalid'),
  sig: new Uint8Array(0),
  duration: 0,
  capabilities,
  authToken,
})

export const signSegment = async (segment: SegDataMessage, signer: EthSigner): Promise<SegDataMessage> => ({
  ...segment,
  sig: await signer.sign(segmentHash(segment)),
})

/** Null when the signature is none. */
export const segmentSigner = (segment: SegDataMessage): Promise<EthAddress | null> =>
  recoverSigner(segmentHash(segment), segment.sig)

const segmentHash = (segment: SegDataMessage): Uint8Array => keccak_256(flattenSegment(segment))

/**
 * What is signed (go-livepeer core/streamdata.go): the manifest id, the number in 32 bytes without its sign, the hash in
 * 32 bytes. The profiles that it ends with are those of transcoding, which are none here; the field `profiles` is not
 * among what is signed.
 */
export const flattenSegment = ({ manifestId, seq, hash }: SegDataMessage): Uint8Array =>
  concatBytes(manifestId, fitted(minimalBytes(seq < 0n ? -seq : seq), 32), fitted(hash, 32))
