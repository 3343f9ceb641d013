import { modelDetailDto, orchestratorDetailDto } from '@/lib/api/contract/single'
import { modelPath } from '@/lib/api/queries/models'
import { orchestratorPath } from '@/lib/api/queries/orchestrators'
import type { Runtime } from '@/lib/runtime'
import { displayText, shortenMiddle } from '../_components/display-text'
import { formatCount, formatMoment, formatNumber, formatPlural } from '../_components/format'
import { PAGES } from '../_components/shell/pages'
import { SHORT_UNITS } from '../_components/short-units'
import { askOwn } from './ask-own'

/** What the picture says by which a link to a page is shown elsewhere. */
export interface SocialCard {
  readonly title: string
  readonly line: string
  readonly figures: readonly { readonly value: string; readonly label: string }[]
  /** The moment that the figures are of. */
  readonly asOf: string | null
  readonly isSimulated: boolean
}

/** By the segments of its address, such as `models/org/name`; null: there is no such page. */
export async function socialCard(
  rt: Pick<Runtime, 'read' | 'answer'>,
  segments: readonly string[],
): Promise<SocialCard | null> {
  const [kind = '', ...rest] = segments
  if (kind === 'models' && rest.length > 0) return modelCard(rt, rest.join('/'))
  if (kind === 'orchestrators' && rest.length > 0) return orchestratorCard(rt, rest.join('/'))
  if (rest.length > 0) return null
  const page = PAGES.find(({ href }) => href === (kind === 'overview' ? '/' : `/${kind}`))
  return page ? pageCard(rt, page.href === '/' ? 'The network' : page.label) : null
}

function pageCard({ read }: Pick<Runtime, 'read'>, title: string): SocialCard {
  const summary = read.summary()
  if (summary === null)
    return { title, line: 'Nothing was collected yet.', figures: [], asOf: null, isSimulated: false }
  const { nodes, orchestrators, models, offerings, gpus, snapshot } = summary
  return {
    title,
    line: 'What every Livepeer orchestrator offers, asked over the real protocol',
    figures: [
      { value: `${formatCount(nodes.answered)} of ${formatCount(nodes.listed)}`, label: 'nodes answered' },
      { value: formatCount(orchestrators), label: 'orchestrators' },
      { value: formatCount(models), label: 'models' },
      { value: formatCount(offerings.warm), label: 'warm offerings' },
      { value: formatCount(gpus.total), label: 'GPUs reported' },
    ],
    asOf: formatMoment(snapshot.as_of),
    isSimulated: snapshot.network === 'simulated',
  }
}

async function modelCard(rt: Pick<Runtime, 'answer'>, id: string): Promise<SocialCard | null> {
  const found = await askOwn(rt, modelPath(id), modelDetailDto)
  if (!found.ok) return null
  const { models, snapshot } = found.data
  const [row] = models
  if (!row) return null
  const { price, unit } = row
  return {
    title: shortenMiddle(displayText(found.data.id), 60),
    line: shortenMiddle(displayText(models.map(({ pipeline }) => pipeline).join(', ')), 90),
    figures: [
      {
        value: formatCount(row.orchestrators),
        label: row.orchestrators === 1 ? 'orchestrator' : 'orchestrators',
      },
      { value: formatCount(row.states.warm), label: 'warm' },
      ...(price.median
        ? [{ value: formatNumber(price.median.wei_per_unit), label: `${SHORT_UNITS[unit]}, median` }]
        : []),
      ...(price.median?.costs[0]?.usd != null
        ? [
            {
              value: `$${formatNumber(price.median.costs[0].usd)}`,
              label: `per ${price.median.costs[0].label}`,
            },
          ]
        : []),
    ],
    asOf: formatMoment(snapshot.as_of),
    isSimulated: snapshot.network === 'simulated',
  }
}

async function orchestratorCard(rt: Pick<Runtime, 'answer'>, address: string): Promise<SocialCard | null> {
  const found = await askOwn(rt, orchestratorPath(address), orchestratorDetailDto)
  if (!found.ok) return null
  const { orchestrator, nodes, snapshot } = found.data
  const cards = orchestrator?.gpus.reduce((sum, { count }) => sum + count, 0) ?? 0
  return {
    title: orchestrator?.label
      ? shortenMiddle(displayText(orchestrator.label), 50)
      : shortenMiddle(found.data.address, 21),
    line: found.data.address,
    figures: [
      { value: formatPlural(nodes.length, 'node'), label: 'listed' },
      { value: formatCount(orchestrator?.models ?? 0), label: 'models' },
      { value: formatCount(orchestrator?.states.warm ?? 0), label: 'warm offerings' },
      ...(cards > 0 ? [{ value: formatCount(cards), label: 'GPUs reported' }] : []),
    ],
    asOf: formatMoment(snapshot.as_of),
    isSimulated: snapshot.network === 'simulated',
  }
}
