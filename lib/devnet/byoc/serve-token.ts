import { z } from 'zod'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import { object, optionalText, text } from '@/lib/livepeer/go-encoding'
import { bytesOfBase64 } from '@/lib/livepeer/job-headers'
import type { TicketParamsMessage } from '@/lib/livepeer/messages'
import { anyCase } from '../any-case'
import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import { deskOf, headerOf } from '../jobs/papers'
import { document, type Visit } from '../jobs/visit'
import { balanceOf, jobPrice, jsonOf } from './accept-job'
import { addressOfText, isSignedBy } from './signed-by'

/**
 * `GET /process/token`: what a job of a capability has to bring, and whether there is room for it. Who asks has signed
 * the address as a text. Source: go-livepeer byoc/job_orchestrator.go GetJobToken.
 */
export async function serveToken({ exchange, site, record }: Visit): Promise<JobAnswer> {
  if (exchange.method !== 'GET') throw new JobRefusal(405, 'Method not allowed')
  const header = headerOf(exchange.headers, 'Livepeer-Eth-Address') ?? ''
  if (header === '')
    throw new JobRefusal(400, 'Must have eth address and signature on address in Livepeer-Eth-Address header')
  const { addr, sig } = readSender(header)
  if (!(await isSignedBy(addr, addr, sig, { isOnChain: deskOf(site) !== null })))
    throw new JobRefusal(400, 'Invalid eth address header ')
  const capability = headerOf(exchange.headers, 'Livepeer-Capability') ?? ''
  if (capability === '')
    throw new JobRefusal(
      400,
      'Job capabilities not provided, must provide comma separated capabilities in Livepeer-Capability header',
    )
  record.note({ model: capability })
  const sender = addressOfText(addr)
  const { numerator, denominator } = balanceOf(sender, capability, site)
  const balance = floor(numerator, denominator)
  const left = site.byoc.left(site.scenario.offer, capability)
  const price = jobPrice(capability, site)
  const { transcoder, jobUri, now, random } = site.answerContext()
  const { ticketValueWei } = site.scenario.behaviour.jobs
  const payee = deskOf(site)?.address
  const stated: StatedPrice = { ...price, capability: 0, constraint: '' }
  const params = payee && site.recipient.params(payee, { sender, price: stated, ticketValueWei, now, random })
  const token = object([
    [
      'sender_address',
      object([
        ['addr', text(addr)],
        ['sig', text(sig)],
      ]),
    ],
    ['ticket_params', params ? paramsJson(params) : ''],
    ['balance', balance === 0n ? '' : String(balance)],
    ['price', priceJson(stated)],
    ['service_addr', optionalText(jobUri ?? transcoder)],
    ['available_capacity', left === 0 ? '' : String(left)],
    ['LastNonce', '0'],
  ])
  return document('application/json', `${token}\n`)
}

const Sender = z.preprocess(anyCase, z.object({ addr: z.string().default(''), sig: z.string().default('') }))

function readSender(header: string): z.output<typeof Sender> {
  const bytes = bytesOfBase64(header)
  const result = typeof bytes === 'number' ? null : Sender.safeParse(jsonOf(Buffer.from(bytes).toString()))
  if (!result?.success) throw new JobRefusal(400, 'Invalid eth address header ')
  return result.data
}

const priceJson = ({ pricePerUnit, pixelsPerUnit }: StatedPrice): string =>
  object([
    ['pricePerUnit', pricePerUnit === 0n ? '' : String(pricePerUnit)],
    ['pixelsPerUnit', pixelsPerUnit === 0n ? '' : String(pixelsPerUnit)],
  ])

const paramsJson = (params: TicketParamsMessage): string => {
  const round = params.expirationParams
  return object([
    ['recipient', bytesJson(params.recipient)],
    ['face_value', bytesJson(params.faceValue)],
    ['win_prob', bytesJson(params.winProb)],
    ['recipient_rand_hash', bytesJson(params.recipientRandHash)],
    ['seed', bytesJson(params.seed)],
    ['expiration_block', bytesJson(params.expirationBlock)],
    [
      'expiration_params',
      round
        ? object([
            ['creation_round', String(round.creationRound)],
            ['creation_round_block_hash', bytesJson(round.creationRoundBlockHash)],
          ])
        : '',
    ],
  ])
}

const bytesJson = (bytes: Uint8Array): string => optionalText(Buffer.from(bytes).toString('base64'))

/** Down, also below zero. */
const floor = (numerator: bigint, denominator: bigint): bigint =>
  numerator >= 0n ? numerator / denominator : -((-numerator + denominator - 1n) / denominator)
