import type { Figures } from './measure'

/** A Markdown table, one row for each chooser. */
export function figuresTable(figures: readonly Figures[]): string {
  const rows = figures.map((row) => COLUMNS.map(([, cell]) => cell(row)))
  const lines = [COLUMNS.map(([name]) => name), COLUMNS.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The same as data: times that are never are null, wei a text. */
export const figuresJson = (figures: readonly Figures[]): string =>
  JSON.stringify(
    figures,
    (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value === Number.POSITIVE_INFINITY ? null : value,
    2,
  )

const COLUMNS: readonly (readonly [string, (figures: Figures) => string])[] = [
  ['chooser', ({ name }) => name],
  ['served', ({ successRate }) => percent(successRate, 2)],
  ['failed jobs', ({ failed }) => String(failed)],
  ['p50', ({ latencyP50Ms }) => seconds(latencyP50Ms)],
  ['p95', ({ latencyP95Ms }) => seconds(latencyP95Ms)],
  ['gwei per served job', ({ weiPerServedJob }) => (weiPerServedJob === null ? '–' : gwei(weiPerServedJob))],
  ['gwei in all', ({ totalWei }) => gwei(Number(totalWei))],
  ['busiest node', ({ busiestNodeShare }) => percent(busiestNodeShare, 1)],
  ['busiest orchestrator', ({ busiestOrchestratorShare }) => percent(busiestOrchestratorShare, 1)],
  ['nodes used', ({ nodesUsed }) => String(nodesUsed)],
  ['tries per job', ({ triesPerJob }) => triesPerJob.toFixed(3)],
  [
    'tries at broken nodes',
    ({ triesAtBrokenNodes, brokenShare }) => `${triesAtBrokenNodes} (${percent(brokenShare, 1)})`,
  ],
  ['left after', ({ leaveMedianMs, left, breakages }) => `${span(leaveMedianMs)} (${left} of ${breakages})`],
  [
    'back after',
    ({ returnMedianMs, returned, healings }) => `${span(returnMedianMs)} (${returned} of ${healings})`,
  ],
]

const gwei = (wei: number): string => (wei / 1e9).toFixed(2)
const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`
const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`)

function span(ms: number | null): string {
  if (ms === null) return '–'
  if (ms === Number.POSITIVE_INFINITY) return 'never'
  return ms < 120_000 ? `${(ms / 1_000).toFixed(0)} s` : `${(ms / 60_000).toFixed(1)} min`
}
