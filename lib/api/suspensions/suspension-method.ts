import { FAULT_CAUSES, FAULT_SENTENCES, NODE_FAULT_CAUSES } from '@/lib/domain/job-result'
import { type BreakerSettings, OPEN_JITTER } from '@/lib/selection/breaker-settings'
import type { SuspensionMethodDto } from '../contract/suspension'

export const suspensionMethodToDto = (settings: BreakerSettings): SuspensionMethodDto => ({
  settings: {
    consecutive: settings.consecutive,
    ratio: settings.ratio,
    min_samples: settings.minSamples,
    window_ms: settings.windowMs,
    open_ms: settings.openMs,
    max_open_ms: settings.maxOpenMs,
    open_jitter: OPEN_JITTER,
    slow_start_ms: settings.slowStartMs,
    start_share: settings.startShare,
    consecutive_while_recovering: settings.consecutiveWhileRecovering,
    calm_ms: settings.calmMs,
    trial_ms: settings.trialMs,
    node_faults: settings.nodeFaults,
    node_offerings: settings.nodeOfferings,
  },
  faults: FAULT_CAUSES.map((cause) => ({
    cause,
    meaning: FAULT_SENTENCES[cause],
    of_node: NODE_FAULT_CAUSES.includes(cause),
  })),
  neutral: [
    "The client's own mistake (4xx).",
    'No place free: busy, or insufficient capacity.',
    'The client went away.',
  ],
  rules: [
    `An offering is suspended after ${settings.consecutive} jobs in a row that failed, or when ${percent(settings.ratio)} of the jobs of ${seconds(settings.windowMs)} did, once there are ${settings.minSamples} of them.`,
    `A node is suspended with all that it offers after ${settings.nodeFaults} jobs in a row, for ${settings.nodeOfferings} offerings or more within ${seconds(settings.windowMs)}, that could not even connect. Any answer, an error included, says that the node is there.`,
    `The first suspension lasts ${seconds(settings.openMs)}, each further one twice as long, up to ${seconds(settings.maxOpenMs)}; every ${seconds(settings.calmMs)} without a fault take a doubling back.`,
    `When its time is over, one job at a time may try. If that goes well, it gets ${percent(settings.startShare)} of its jobs, and all of them ${seconds(settings.slowStartMs)} later; if not, it is suspended again.`,
    'A job that began before somebody was suspended or tried says nothing when it ends after that.',
    "An operator's suspension stands before all that, until its time or until it is lifted; lifting one also forgets what jobs had led to.",
  ],
})

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`
const seconds = (spanMs: number): string => `${spanMs / 1_000} s`
