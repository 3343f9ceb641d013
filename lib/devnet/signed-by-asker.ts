import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { recoverSigner } from '@/lib/livepeer/eth-signature'
import type { OrchestratorRequestMessage } from '@/lib/livepeer/messages'

/** What a node on chain asks of everybody: a signature of the asker's own address, by itself. */
export async function isSignedByAsker({ address, sig }: OrchestratorRequestMessage): Promise<boolean> {
  const asker = addressFromBytes(address)
  return (await recoverSigner(keccak_256(utf8ToBytes(asker)), sig)) === asker
}
