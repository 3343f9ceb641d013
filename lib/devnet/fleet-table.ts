import type { RunningOrchestrator } from './running-orchestrator'

/** More rows than this do not help a reader. */
const MAX_ROWS = 60

/** Who runs where, for a terminal; a summary when there are many. */
export function fleetTable(orchestrators: readonly RunningOrchestrator[]): string {
  return orchestrators.length > MAX_ROWS ? summary(orchestrators) : table(orchestrators)
}

function table(orchestrators: readonly RunningOrchestrator[]): string {
  const rows = [
    ['NAME', 'URI', 'REGION', 'MODELS', 'GPUS', 'BEHAVIOUR'],
    ...orchestrators.map((orchestrator) => [
      orchestrator.name,
      orchestrator.uri,
      orchestrator.region ?? '-',
      String(modelsOf(orchestrator).length),
      counted(gpusOf(orchestrator)),
      behaviourOf(orchestrator),
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function summary(orchestrators: readonly RunningOrchestrator[]): string {
  const first = orchestrators[0]
  const last = orchestrators.at(-1)
  const faults = orchestrators.flatMap(({ behaviour }) => (behaviour.fault ? [behaviour.fault.kind] : []))
  return [
    `${orchestrators.length} orchestrators, ${first?.uri ?? ''} to ${last?.uri ?? ''}`,
    `regions    ${counted(orchestrators.map(({ region }) => region ?? 'unknown'))}`,
    `models     ${new Set(orchestrators.flatMap(modelsOf)).size} different ones`,
    `GPUs       ${counted(orchestrators.flatMap(gpusOf))}`,
    `behaviour  ${faults.length === 0 ? 'no faults' : counted(faults)}`,
  ].join('\n')
}

const modelsOf = ({ scenario }: RunningOrchestrator): string[] => [
  ...new Set([
    ...[...(scenario.offer.capabilities?.constraints?.perCapability ?? [])].flatMap(([capability, models]) =>
      [...models.keys()].map((model) => `${capability} ${model}`),
    ),
    ...scenario.offer.prices.map(({ capability, constraint }) => `${capability} ${constraint}`),
  ]),
]

/** Names of distinct cards: one that is listed twice counts once. */
const gpusOf = ({ scenario }: RunningOrchestrator): string[] => {
  const nameById = new Map(
    scenario.offer.hardware.flatMap(({ gpus }) => [...gpus.values()].map(({ id, name }) => [id, name])),
  )
  return [...nameById.values()].map((name) => name.replace(/^NVIDIA (?:GeForce )?/, ''))
}

function behaviourOf({ behaviour: { latencyMs, fault } }: RunningOrchestrator): string {
  if (!fault) return `${latencyMs} ms`
  return fault.probability < 1 ? `${fault.kind} (${Math.round(fault.probability * 100)} %)` : fault.kind
}

/** `2 × RTX 4090, 1 × L40S`, in the order of first appearance. */
function counted(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || '-'
}
