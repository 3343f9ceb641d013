import { displayHost, displayText } from '../../../_components/display-text'
import { formatDuration, formatPlural } from '../../../_components/format'
import type { AnswerHead } from './read-answer'
import type { Run } from './use-run'

/** What became of a job, in a few words. */
export function runTitle(run: Exclude<Run, { kind: 'none' }>): string {
  switch (run.kind) {
    case 'waiting':
      return 'Running'
    case 'streaming':
      return `${hostOf(run.head)} answers`
    case 'failed':
      return 'It was not answered'
    case 'refused':
      return displayText(run.problem.title)
    case 'answered': {
      if (run.end === 'stopped') return 'Stopped'
      if (run.end === 'broken') return `${hostOf(run.head)} broke off`
      const { attempts } = run.head
      const after = attempts !== null && attempts > 1 ? ` after ${formatPlural(attempts, 'attempt')}` : ''
      return `${hostOf(run.head)} did it in ${formatDuration(run.tookMs)}${after}`
    }
  }
}

const hostOf = ({ node }: AnswerHead): string => (node === null ? 'Somebody' : displayHost(node))
