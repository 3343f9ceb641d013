import type { DocumentReading, ToldDocument } from '@/lib/routing/client-job'
import { channelName, type LiveBoard, type LiveOpening } from '@/lib/routing/live/live-board'
import type { LiveSession } from '@/lib/routing/live/live-session'
import type { LiveChannel } from '@/lib/routing/live/live-upstream'
import { type ClientPresence, PRESENT_CLIENT } from '../answer'
import { Ending } from './ending'
import type { RouteProblem } from './route-problem'

/** Where a stream's channels are at this server. */
export type LiveUrls = Readonly<Record<`${LiveChannel}_url`, string>>

/** A stream that its orchestrator has begun: it goes on after the answer, and its record ends when it does. */
export function openLive(
  board: Pick<LiveBoard, 'open'>,
  opening: Omit<LiveOpening, 'onEnd'>,
  {
    client = PRESENT_CLIENT,
    base,
    tell,
  }: {
    readonly client: ClientPresence | undefined
    readonly base: string
    readonly tell: (session: LiveSession, urls: LiveUrls) => ToldDocument
  },
): DocumentReading {
  const ending = new Ending()
  const session = board.open({ ...opening, onEnd: (how) => ending.is(how) })
  if (client.isGone) void session.stop('idle', 'the client went before it was answered')
  return { ok: true, ...tell(session, urlsOf(session, base)), goesOn: ending.tell }
}

export const tooManyStreams = (): RouteProblem => ({
  kind: 'too-many-streams',
  detail: 'This server carries as many streams as it may; ask again later.',
  headers: { 'retry-after': '30' },
})

function urlsOf(session: LiveSession, base: string): LiveUrls {
  const at = (channel: LiveChannel) => `${base}/ai/trickle/${channelName(session, channel)}`
  return {
    publish_url: at('publish'),
    subscribe_url: at('subscribe'),
    control_url: at('control'),
    events_url: at('events'),
    data_url: at('data'),
  }
}
