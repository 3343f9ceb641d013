import { z } from 'zod'
import { type EthAddress, parseAddress } from '@/lib/domain/eth-address'
import { encode } from '@/lib/livepeer/message-codec'
import { PaymentResult } from '@/lib/livepeer/messages'
import { GoError } from '../go-errors'
import { type InfoSubject, infoFor } from '../orchestrator-info'
import { JobRefusal } from './job-refusal'
import type { JobSite } from './job-site'
import { deskOf, paymentNote, readPapers } from './papers'
import { paymentChallenge } from './payment-challenge'
import { creditPayment } from './receive-payment'
import { document, type Visit } from './visit'

/**
 * `POST /payment`, by which a stream goes on: the tickets are credited to what the credentials name, and the answer has
 * parameters for the next ones under the same token (go-livepeer server/segment_rpc.go Payment).
 */
export async function servePayment({ exchange, site, record }: Visit) {
  const papers = await readPapers(exchange.headers, site)
  const { payment, sender, segment } = papers
  const manifestId = Buffer.from(segment.manifestId).toString()
  record.note({ payment: paymentNote(papers, manifestId) })
  const sessionId = segment.authToken?.sessionId ?? ''
  const pinnedPrice = site.balances.pinnedPrice(sender, sessionId)
  const info = infoAbout({ sender, capabilities: segment.capabilities, pinnedPrice }, site)
  const desk = deskOf(site)
  if (desk) await creditPayment(payment, manifestId, desk)
  const result = encode(PaymentResult, { info: { ...info, authToken: segment.authToken } })
  return document('application/octet-stream', Buffer.from(result))
}

/** A node that cannot say what it asks for says that something went wrong. */
export function infoAbout(subject: InfoSubject, site: JobSite) {
  try {
    return infoFor(subject, site.scenario, site.answerContext())
  } catch (cause) {
    if (cause instanceof GoError) throw new JobRefusal(500, 'Internal Server Error')
    throw cause
  }
}

/** `POST /refresh-payment`: parameters for the tickets of a session that has paid before, at the price that it keeps (go-livepeer server/rpc.go). */
export function serveRefreshPayment({ bytes, site }: Visit) {
  const { sender, manifestId } = readRefresh(bytes)
  const price = site.balances.pinnedPrice(sender, manifestId)
  if (!price) throw new JobRefusal(409, 'fixed price not found for session', 'json')
  const stated = { pricePerUnit: price.numerator, pixelsPerUnit: price.denominator }
  const paymentUrl = `${site.uri}/payment`
  return document(
    'application/json',
    paymentChallenge({ sender, sessionId: manifestId, paymentUrl, ...stated }, site),
  )
}

function readRefresh(bytes: Buffer): { readonly sender: EthAddress; readonly manifestId: string } {
  const body = Refresh.safeParse(jsonOf(bytes))
  if (!body.success) throw new JobRefusal(400, `json: ${body.error.issues[0]?.message}`, 'json')
  const { sender, manifest_id } = body.data
  const address = parseAddress(/^0x/i.test(sender) ? `0x${sender.slice(2)}` : `0x${sender}`)
  if (!address) throw new JobRefusal(400, 'invalid sender', 'json')
  const manifestId = manifest_id.trim()
  if (manifestId === '') throw new JobRefusal(400, 'missing manifest_id', 'json')
  return { sender: address, manifestId }
}

const Refresh = z.object({ sender: z.string().default(''), manifest_id: z.string().default('') })

function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString()
  if (text.trim() === '') throw new JobRefusal(400, 'EOF', 'json')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new JobRefusal(400, cause instanceof Error ? cause.message : String(cause), 'json')
  }
}
