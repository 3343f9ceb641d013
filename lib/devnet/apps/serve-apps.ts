import { object, text } from '@/lib/livepeer/go-encoding'
import { encode } from '@/lib/livepeer/message-codec'
import { PaymentResult } from '@/lib/livepeer/messages'
import type { JobAnswer } from '../jobs/deliver'
import { JobRefusal } from '../jobs/job-refusal'
import { deskOf, paymentNote, readPapers } from '../jobs/papers'
import { creditPayment } from '../jobs/receive-payment'
import { infoAbout } from '../jobs/serve-payment'
import { document, type Visit } from '../jobs/visit'
import { reserve } from './reserve'
import { runApp } from './run-app'
import { runnerAt } from './runner-sessions'

type Parts = readonly string[]

/** `POST /apps/{route}/session` */
export async function serveSession(visit: Visit, [route = '']: Parts): Promise<JobAnswer> {
  const { site, record } = visit
  const runner = runnerAt(site.scenario, route)
  record.note({ model: runner.app })
  if (runner.mode !== 'persistent') throw new JobRefusal(400, 'only persistent runners have sessions')
  const reservation = await reserve(runner, route, visit)
  if (reservation.kind === 'challenge') return reservation.answer
  const { id } = reservation.session
  const controlUrl = `${site.uri}/apps/${route}/session/${id}`
  return document(
    'application/json',
    object([
      ['session_id', text(id)],
      ['app_url', text(`${controlUrl}/app`)],
      ['control_url', text(controlUrl)],
    ]),
  )
}

/** `POST /apps/{route}/session/{id}/stop`: also of one that is not there. */
export function serveSessionStop({ site, record }: Visit, [route = '', id = '']: Parts): JobAnswer {
  const { app } = runnerAt(site.scenario, route)
  record.note({ model: app })
  site.sessions.release(app, id)
  return document('', '', { status: 204 })
}

/** `POST /apps/{route}/session/{id}/payment`: a session that is paid by time goes on. */
export async function serveSessionPayment(visit: Visit, [route = '', id = '']: Parts): Promise<JobAnswer> {
  const { exchange, site, record } = visit
  const { app } = runnerAt(site.scenario, route)
  record.note({ model: app })
  const { unit } = site.sessions.find(app, id)
  if (unit === 'fixed')
    throw new JobRefusal(409, 'fixed-price live runner sessions do not accept follow-up payments')
  const papers = await readPapers(exchange.headers, site)
  const { payment, sender, segment } = papers
  const manifestId = Buffer.from(segment.manifestId).toString()
  if (manifestId !== id) throw new JobRefusal(403, 'mismatched session and payment manifest')
  record.note({ payment: paymentNote(papers, manifestId) })
  const pinnedPrice = site.balances.pinnedPrice(sender, segment.authToken?.sessionId ?? '')
  const info = infoAbout({ sender, capabilities: segment.capabilities, pinnedPrice }, site)
  const desk = deskOf(site)
  if (desk) await creditPayment(payment, manifestId, desk)
  const result = encode(PaymentResult, { info: { ...info, authToken: segment.authToken } })
  return document('application/octet-stream', Buffer.from(result))
}

/** Any method of `/apps/{route}/session/{id}/app/{path…}` */
export async function serveSessionApp(visit: Visit, [route = '', id = '', path = '']: Parts) {
  const { site, record } = visit
  const { app } = runnerAt(site.scenario, route)
  record.note({ model: app })
  return runApp({ route, path, session: site.sessions.find(app, id) }, visit)
}

/** Any method of `/apps/{route}/app/{path…}`: a place for one request. */
export async function serveSingleShot(visit: Visit, [route = '', path = '']: Parts): Promise<JobAnswer> {
  const { site, record } = visit
  const runner = runnerAt(site.scenario, route)
  record.note({ model: runner.app })
  if (runner.mode !== 'single-shot') throw new JobRefusal(400, 'runner is not single-shot')
  const reservation = await reserve(runner, route, visit)
  if (reservation.kind === 'challenge') return reservation.answer
  const { session } = reservation
  visit.exchange.over.addEventListener('abort', () => site.sessions.release(runner.app, session.id), {
    once: true,
  })
  try {
    return await runApp({ route, path, session }, visit)
  } catch (cause) {
    site.sessions.release(runner.app, session.id)
    throw cause
  }
}

/** Go's router knows these paths with their slash alone. */
export const redirectToSlash = ({ exchange }: Visit): JobAnswer =>
  document('', '', { status: 301, headers: { location: `${exchange.path}/${exchange.query}` } })
