import { z } from 'zod'
import type { EthAddress } from '@/lib/domain/eth-address'
import { parseAddress } from '@/lib/domain/eth-address'
import type { Fraction } from '@/lib/domain/usd'
import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import { parseRational, rationalText } from '../jobs/rational'

/** What the signer has to remember of a session, which it hands to the client to keep. */
export interface PaymentState {
  readonly stateId: string
  /** The hash of the ticket parameters that the nonce counts for. */
  readonly pmSessionId: string
  /** Unix ms. */
  readonly updatedAt: number
  readonly orchestratorAddress: EthAddress
  readonly app: string
  readonly senderNonce: number
  readonly balance: Fraction
  readonly initialPricePerUnit: bigint
  readonly initialPixelsPerUnit: bigint
  readonly type: string
  readonly sequenceNumber: number
  readonly authId: string
}

/** The bytes that are signed; keys as go-livepeer names them (server/remote_signer.go). */
export const stateBytes = (state: PaymentState): Uint8Array =>
  Buffer.from(
    [
      `{"StateID":${JSON.stringify(state.stateId)}`,
      `"PMSessionID":${JSON.stringify(state.pmSessionId)}`,
      `"LastUpdate":${JSON.stringify(new Date(state.updatedAt).toISOString())}`,
      `"OrchestratorAddress":${JSON.stringify(state.orchestratorAddress.toLowerCase())}`,
      `"App":${JSON.stringify(state.app)}`,
      `"AuthExpiry":0`,
      `"SenderNonce":${state.senderNonce}`,
      `"Balance":${JSON.stringify(rationalText(state.balance))}`,
      `"InitialPricePerUnit":${state.initialPricePerUnit}`,
      `"InitialPixelsPerUnit":${state.initialPixelsPerUnit}`,
      `"Type":${JSON.stringify(state.type)}`,
      `"SequenceNumber":${state.sequenceNumber}`,
      `"AuthID":${JSON.stringify(state.authId)}}`,
    ].join(','),
  )

/** Null: these are not the bytes of a state. */
export function readState(bytes: Uint8Array): PaymentState | null {
  const json = parseExactJson(Buffer.from(bytes).toString(), { maxBytes: 64 * 1024, maxDepth: 2 })
  const result = json.ok ? State.safeParse(json.value) : null
  return result?.success ? result.data : null
}

const number = z.instanceof(JsonNumber).transform(({ spelling }) => spelling)
const State = z
  .object({
    StateID: z.string(),
    PMSessionID: z.string(),
    LastUpdate: z.iso.datetime(),
    OrchestratorAddress: z.string().transform((text, context): EthAddress => {
      const address = parseAddress(text)
      if (address) return address
      context.addIssue('no address')
      return z.NEVER
    }),
    App: z.string(),
    SenderNonce: number,
    Balance: z.string().transform((text, context): Fraction => {
      const balance = parseRational(text)
      if (balance) return balance
      context.addIssue('no amount')
      return z.NEVER
    }),
    InitialPricePerUnit: number,
    InitialPixelsPerUnit: number,
    Type: z.string(),
    SequenceNumber: number,
    AuthID: z.string(),
  })
  .transform(
    (state): PaymentState => ({
      stateId: state.StateID,
      pmSessionId: state.PMSessionID,
      updatedAt: Date.parse(state.LastUpdate),
      orchestratorAddress: state.OrchestratorAddress,
      app: state.App,
      senderNonce: Number(state.SenderNonce),
      balance: state.Balance,
      initialPricePerUnit: BigInt(state.InitialPricePerUnit),
      initialPixelsPerUnit: BigInt(state.InitialPixelsPerUnit),
      type: state.Type,
      sequenceNumber: Number(state.SequenceNumber),
      authId: state.AuthID,
    }),
  )
