import type { SummaryDto } from '@/lib/api/contract/summary'
import { formatCount, formatPlural } from '../../_components/format'

type Nodes = Pick<SummaryDto['nodes'], 'listed' | 'failed' | 'refused'>

/** How many say nothing and how many refuse us are two things. */
export function failuresTitle({ listed, failed, refused }: Nodes): string {
  if (failed === 0) return `All ${formatPlural(listed, 'listed node')} answered`
  const silent = failed - refused
  const of = `of ${formatPlural(listed, 'node')}`
  if (refused === 0) return `${formatCount(silent)} ${of} did not answer`
  if (silent === 0) return `${formatCount(refused)} ${of} ${refuse(refused)}`
  return `${formatCount(silent)} ${of} did not answer, ${formatCount(refused)} ${refuse(refused)}`
}

/** The same beside the number of those that answered. */
export function failuresNote({ failed, refused }: Nodes): string {
  if (refused === 0) return `${formatCount(failed)} failed`
  if (refused === failed) return `${formatCount(refused)} ${refuse(refused)}`
  return `${formatCount(failed - refused)} failed, ${formatCount(refused)} ${refuse(refused)}`
}

const refuse = (count: number): string => (count === 1 ? 'refuses us' : 'refuse us')
