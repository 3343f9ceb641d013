import type { MediaShelf } from '@/lib/media/media-shelf'
import type { AiErrandDeps } from '@/lib/routing/ai-errand'
import type { AppErrandDeps } from '@/lib/routing/apps/app-errand'
import type { AppSessions } from '@/lib/routing/apps/app-sessions'
import type { ByocErrandDeps } from '@/lib/routing/byoc-errand'
import type { CarriageDeps } from '@/lib/routing/carriage'
import type { LiveBoard } from '@/lib/routing/live/live-board'
import type { LimitOverrides } from '@/lib/routing/route-limits'
import type { DeferredAnswers } from './deferred-answers'

/** What routes of jobs are made with. */
export interface Routing {
  readonly carriage: CarriageDeps
  /** How jobs of AI pipelines are sent. */
  readonly ai: AiErrandDeps
  /** How jobs for capabilities of an orchestrator's own are sent. */
  readonly byoc: ByocErrandDeps
  /** How places of live runners are asked for. */
  readonly apps: AppErrandDeps
  readonly sessions: AppSessions
  readonly limits: LimitOverrides
  /** Streams that go on. */
  readonly live: LiveBoard
  readonly media: MediaShelf
  readonly deferred: DeferredAnswers
  /** Where large bodies are while they are needed. */
  readonly uploads: string
  /** Of a body that is a form. */
  readonly maxUploadBytes: number
  /** Under which address clients find this server, without a slash at its end; null: as they called it. */
  readonly publicUrl: string | null
  readonly newId: () => string
}
