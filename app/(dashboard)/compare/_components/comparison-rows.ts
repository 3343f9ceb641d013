import type { ComparisonDto, FleetDto } from '@/lib/api/contract/comparison'
import type { PriceDto } from '@/lib/api/contract/price'
import type { ReliabilityDto } from '@/lib/api/contract/reliability'
import { csvLine, csvText } from '@/lib/domain/csv'
import { displayText } from '../../../_components/display-text'
import {
  formatCount,
  formatDuration,
  formatExact,
  formatNumber,
  formatPlural,
} from '../../../_components/format'
import { SHORT_UNITS } from '../../../_components/short-units'

/** What one fleet has to say to one question. */
export type ComparisonCell =
  | {
      readonly kind: 'told'
      readonly text: string
      /** What it is of, or what it comes to. */
      readonly note: string | null
      /** Every digit, for files and for whoever points at it. */
      readonly exact: string
      /** Whether nobody does better. */
      readonly isBest: boolean
    }
  | { readonly kind: 'unknown'; readonly reason: string }

export interface ComparisonRow {
  readonly label: string
  /** What it is measured in, or what pipeline a model is of. */
  readonly note: string | null
  readonly cells: readonly ComparisonCell[]
  /** Whether the fleets differ in it. */
  readonly differs: boolean
}

export interface ComparisonGroup {
  readonly title: string
  readonly rows: readonly ComparisonRow[]
}

/** The score of a fleet; null: there is not enough to say. Undefined while it is asked for, or where it cannot be. */
export type Scores = readonly (ReliabilityDto | undefined)[]

export function comparisonGroups(comparison: ComparisonDto, scores: Scores): ComparisonGroup[] {
  const { fleets, cards, models } = comparison
  return [
    { title: 'Fleet', rows: fleetRows(fleets, scores) },
    {
      title: 'Cards',
      rows: cards.map(({ name, vram_gb, fleets: own }) =>
        row(
          displayText(name),
          vram_gb === null ? null : `${formatNumber(vram_gb)} GB`,
          own.map((cell) =>
            cell === null
              ? unknown(NO_HARDWARE)
              : told(formatCount(cell.cards), {
                  exact: String(cell.cards),
                  note: cell.cards === 0 ? null : `${formatPlural(cell.models, 'model')} on them`,
                }),
          ),
        ),
      ),
    },
    {
      title: 'Models, at their lowest price',
      rows: models.map(({ pipeline, model, unit, fleets: own, cheapest }) =>
        row(
          displayText(model ?? pipeline),
          `${displayText(pipeline)}, ${SHORT_UNITS[unit]}`,
          own.map((of, i) => {
            if (of === null) return { kind: 'unknown', reason: 'It does not offer this.' }
            if (of.price === null)
              return { kind: 'unknown', reason: 'It offers this and states no price that can be meant.' }
            return told(formatNumber(of.price.wei_per_unit), {
              exact: of.price.wei_per_unit,
              note: [costOf(of.price), stateOf(of)].filter((text) => text !== null).join(', '),
              isBest: cheapest.includes(fleets[i]?.address ?? ''),
            })
          }),
        ),
      ),
    },
  ].filter(({ rows }) => rows.length > 0)
}

function fleetRows(fleets: readonly FleetDto[], scores: Scores): ComparisonRow[] {
  const most = (values: readonly (number | null)[]) => bestOf(values, Math.max)
  const least = (values: readonly (number | null)[]) => bestOf(values, Math.min)
  const answering = most(fleets.map(({ nodes }) => (nodes.listed === 0 ? null : nodes.answered)))
  const memory = most(
    fleets.map(({ memory: { cards, total_bytes } }) => (cards === 0 ? null : Number(total_bytes))),
  )
  const counted = most(fleets.map(({ cards }) => (cards.nodes_reporting === 0 ? null : cards.total)))
  const warm = most(fleets.map(({ warm_share }) => warm_share))
  const free = most(fleets.map(({ slots }) => slots && slots.capacity - slots.in_use))
  const fast = least(fleets.map(({ latency }) => latency.min_ms))
  const scored = most(scores.map((score) => scoreOf(score)))
  return [
    row(
      'Nodes that answered',
      null,
      fleets.map(({ nodes }) =>
        nodes.listed === 0
          ? unknown('No node is paid to it at this moment.')
          : told(formatCount(nodes.answered), {
              exact: String(nodes.answered),
              note: `of ${formatCount(nodes.listed)} listed`,
              isBest: nodes.answered === answering,
            }),
      ),
    ),
    row(
      'Cards',
      null,
      fleets.map(({ cards, nodes }) =>
        cards.nodes_reporting === 0
          ? unknown(NO_HARDWARE)
          : told(formatCount(cards.total), {
              exact: String(cards.total),
              note: `on ${formatCount(cards.nodes_reporting)} of ${formatPlural(nodes.listed, 'node')}`,
              isBest: cards.total === counted,
            }),
      ),
    ),
    row(
      'Memory of the cards',
      'GiB',
      fleets.map(({ memory: { total_bytes, cards }, cards: all }) =>
        cards === 0
          ? unknown('None of its nodes reports the memory of a card.')
          : told(formatNumber(Number(total_bytes) / 2 ** 30), {
              exact: total_bytes,
              note: cards < all.total ? `of ${formatPlural(cards, 'card')} that say` : null,
              isBest: Number(total_bytes) === memory,
            }),
      ),
    ),
    row(
      'Offerings',
      null,
      fleets.map(({ offerings, models }) =>
        told(formatCount(offerings), {
          exact: String(offerings),
          note: `of ${formatPlural(models, 'named model')}`,
        }),
      ),
    ),
    row(
      'Warm',
      '% of those that say',
      fleets.map(({ warm_share, states }) =>
        warm_share === null
          ? unknown('None of its offerings says whether it is warm.')
          : told(formatNumber(100 * warm_share), {
              exact: String(warm_share),
              note: `${formatCount(states.warm)} of ${formatCount(states.warm + states.cold)}`,
              isBest: warm_share === warm,
            }),
      ),
    ),
    row(
      'Slots in use',
      null,
      fleets.map(({ slots, offerings }) =>
        slots === null
          ? unknown('None of its offerings states a capacity that can be meant.')
          : told(`${formatCount(slots.in_use)} of ${formatCount(slots.capacity)}`, {
              exact: `${slots.in_use}/${slots.capacity}`,
              note:
                slots.offerings < offerings
                  ? `of ${formatPlural(slots.offerings, 'offering')} that say`
                  : null,
              isBest: slots.capacity - slots.in_use === free,
            }),
      ),
    ),
    row(
      'Discovery latency',
      'of its fastest node',
      fleets.map(({ latency: { min_ms, n } }) =>
        min_ms === null
          ? unknown('None of its nodes was timed.')
          : told(formatDuration(min_ms), {
              exact: String(min_ms),
              note: `of ${formatPlural(n, 'node')}`,
              isBest: min_ms === fast,
            }),
      ),
    ),
    row(
      'Reliability',
      'of 100, over 24 hours',
      scores.map((score) => {
        const day = dayOf(score)
        if (!day) return unknown('It is told of now alone, or could not be read.')
        if (day.score === null) return unknown('Too few probes of the last 24 hours are counted.')
        return told(formatNumber(day.score), {
          exact: String(day.score),
          note: `of ${formatPlural(day.attempts, 'probe')}`,
          isBest: day.score === scored,
        })
      }),
    ),
    row(
      'Versions',
      null,
      fleets.map(({ versions }) => names(versions, 'None of its nodes states a version.')),
    ),
    row(
      'Regions',
      null,
      fleets.map(({ regions }) => names(regions, 'Nobody says where its nodes are.')),
    ),
  ]
}

const dayOf = (score: ReliabilityDto | undefined) => score?.windows.find(({ window }) => window === '24h')
const scoreOf = (score: ReliabilityDto | undefined): number | null => dayOf(score)?.score ?? null

/** The best of those that are known; null where fewer than two are, or all are alike. */
function bestOf(values: readonly (number | null)[], pick: (...values: number[]) => number): number | null {
  const known = values.filter((value) => value !== null)
  return new Set(known).size < 2 ? null : pick(...known)
}

function names(counts: FleetDto['versions'], reason: string): ComparisonCell {
  if (counts.length === 0) return unknown(reason)
  const text = counts.map(({ name, count }) =>
    count > 1 ? `${formatCount(count)} × ${displayText(name)}` : displayText(name),
  )
  return told(text.join(', '), { exact: text.join(' | ') })
}

function costOf({ costs }: PriceDto): string | null {
  const [cost] = costs
  return cost?.usd == null ? null : `$${formatNumber(cost.usd)} per ${cost.label}`
}

const stateOf = ({ states }: { states: FleetDto['states'] }): string | null =>
  states.warm > 0
    ? `${formatCount(states.warm)} warm`
    : states.cold > 0
      ? `${formatCount(states.cold)} cold`
      : null

const NO_HARDWARE = 'None of its nodes reports its hardware.'

const unknown = (reason: string): ComparisonCell => ({ kind: 'unknown', reason })

const told = (
  text: string,
  { exact, note = null, isBest = false }: { exact: string; note?: string | null; isBest?: boolean },
): ComparisonCell => ({ kind: 'told', text, exact, note: note === '' ? null : note, isBest })

const row = (label: string, note: string | null, cells: readonly ComparisonCell[]): ComparisonRow => ({
  label,
  note,
  cells,
  differs: new Set(cells.map((cell) => (cell.kind === 'told' ? cell.exact : ''))).size > 1,
})

/** The rows as a file, with every digit; what is not known is empty. */
export const comparisonCsv = (
  { fleets, snapshot }: ComparisonDto,
  groups: readonly ComparisonGroup[],
): string =>
  [
    ['as of', snapshot.as_of, ...fleets.map(({ address }) => address)],
    ['group', 'row', ...fleets.map(({ label }) => label ?? '')],
    ...groups.flatMap(({ title, rows }) =>
      rows.map(({ label, note, cells }) => [
        title,
        note === null ? label : `${label} (${note})`,
        ...cells.map((cell) => (cell.kind === 'told' ? cell.exact : '')),
      ]),
    ),
  ]
    .map((cells) => csvLine(cells.map(csvText)))
    .join('')

/** What stands in the tooltip of a cell whose text is shorter than the truth. */
export const exactTitle = ({ text, exact }: Extract<ComparisonCell, { kind: 'told' }>): string | undefined =>
  formatExact(exact) === text ? undefined : formatExact(exact)
