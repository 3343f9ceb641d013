import type { EstimateDto, EstimateRowDto } from '@/lib/api/contract/estimate'
import { displayHost, displayText, shortenMiddle } from '../../../_components/display-text'
import { formatExact, formatNumber, NBSP } from '../../../_components/format'

/** What the work costs at the least and at the most, in one sentence. */
export function estimateFinding({ work, estimates, count }: EstimateDto): string {
  const called = workWords(work)
  const [first] = estimates
  if (!first) return `Nobody can be asked what ${called} would cost`
  const who =
    first.orchestrator_name === null
      ? displayHost(first.node_uri)
      : shortenMiddle(displayText(first.orchestrator_name), 40)
  const last = count === estimates.length ? estimates.at(-1) : undefined
  const most = last && last !== first ? `, ${amountOf(last)} with the dearest` : ''
  return `${called} cost ${amountOf(first)} with ${who}${most}`
}

/** By the orchestrator's own reading, in dollars where there is a rate. */
function amountOf({ readings }: EstimateRowDto): string {
  const reading = readings.at(-1)
  if (!reading) return 'nothing that is known'
  return reading.usd === null ? `${formatNumber(reading.eth)}${NBSP}ETH` : `$${formatNumber(reading.usd)}`
}

const NOUNS: ReadonlyMap<string, string> = new Map([
  ['text-to-image', 'images'],
  ['image-to-image', 'images'],
  ['upscale', 'images'],
  ['image-to-text', 'images'],
  ['segment-anything-2', 'images'],
  ['image-to-video', 'clips'],
])

/** `10,000 images of 1024 × 1024`, `3 jobs of 60 s`. */
export function workWords({ pipeline, jobs, size }: EstimateDto['work']): string {
  const { width, height, images, seconds, tokens, characters, units } = size
  const each =
    units !== undefined
      ? `${formatExact(units)} billed units`
      : seconds !== undefined
        ? spanWords(seconds)
        : tokens !== undefined
          ? `${formatExact(tokens)} tokens`
          : characters !== undefined
            ? `${formatExact(characters)} characters`
            : width !== undefined && height !== undefined
              ? `${width} × ${height}`
              : ''
  const noun = NOUNS.get(pipeline)
  const many = noun !== undefined && (images ?? 1) === 1 ? noun : 'jobs'
  if (jobs === '1' && many === 'jobs' && each !== '') return `${each} of ${pipelineWords(pipeline)}`
  const what = jobs === '1' ? many.slice(0, -1) : many
  const perJob = images !== undefined && images > 1 ? `, ${formatExact(images)} images each` : ''
  return `${formatExact(jobs)} ${what}${each === '' ? ` of ${pipelineWords(pipeline)}` : ` of ${each}`}${perJob}`
}

const pipelineWords = (pipeline: string): string => shortenMiddle(displayText(pipeline), 40)

/** `3 h`, `90 s`: whole hours and minutes as such. */
function spanWords(seconds: number): string {
  if (seconds % 3_600 === 0) return `${formatExact(seconds / 3_600)}${NBSP}h`
  if (seconds % 60 === 0 && seconds > 60) return `${formatExact(seconds / 60)}${NBSP}min`
  return `${formatExact(seconds)}${NBSP}s`
}
