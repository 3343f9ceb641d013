import type { ChangeDto } from '@/lib/api/contract/change'
import { isRefusal } from '@/lib/domain/outcome'
import type { Tone } from '../../../_components/badge'
import { displayText } from '../../../_components/display-text'
import type { Icon } from '../../../_components/icon'
import {
  ArrowDownUp,
  BadgeInfo,
  Ban,
  CircleMinus,
  CirclePause,
  CirclePlay,
  CirclePlus,
  Cpu,
  Ellipsis,
  Flame,
  MapPin,
  Plug,
  Shuffle,
  Snowflake,
  Unplug,
} from '../../../_components/icons'

export type ShownChange = Exclude<ChangeDto, { kind: 'snapshot' }>

/** How each kind of change is called and looks; a sweep that ended is none that this page shows. */
export const CHANGE_FACES = {
  'price-changed': { label: 'Price', tone: 'plain', Icon: ArrowDownUp },
  'offering-added': { label: 'New offering', tone: 'good', Icon: CirclePlus },
  'offering-gone': { label: 'Offering gone', tone: 'bad', Icon: CircleMinus },
  warmed: { label: 'Warm', tone: 'good', Icon: Flame },
  cooled: { label: 'Not warm any more', tone: 'warn', Icon: Snowflake },
  'state-changed': { label: 'State', tone: 'plain', Icon: Shuffle },
  'capacity-changed': { label: 'Capacity', tone: 'plain', Icon: Shuffle },
  'node-joined': { label: 'Node joined', tone: 'good', Icon: CirclePlus },
  'node-left': { label: 'Node left', tone: 'bad', Icon: CircleMinus },
  'node-silent': { label: 'Node silent', tone: 'bad', Icon: Unplug },
  'node-stale': { label: 'Node stale', tone: 'warn', Icon: Unplug },
  'node-back': { label: 'Node back', tone: 'good', Icon: Plug },
  'health-changed': { label: 'Health', tone: 'plain', Icon: Shuffle },
  'version-changed': { label: 'Version', tone: 'plain', Icon: BadgeInfo },
  'region-changed': { label: 'Region', tone: 'plain', Icon: MapPin },
  'gpu-added': { label: 'Cards added', tone: 'good', Icon: Cpu },
  'gpu-gone': { label: 'Cards gone', tone: 'bad', Icon: Cpu },
  suspended: { label: 'Suspended', tone: 'bad', Icon: CirclePause },
  resumed: { label: 'Gets jobs again', tone: 'good', Icon: CirclePlay },
  'many-changes': { label: 'Many changes', tone: 'warn', Icon: Ellipsis },
} as const satisfies Record<string, Face>

/** Why no list of these kinds is shown, in one sentence; null: nothing stands against it. */
export function refusedKind(params: URLSearchParams): string | null {
  const kinds = params.getAll('kind').flatMap((text) => text.split(','))
  const unknown = kinds.find((kind) => !Object.hasOwn(CHANGE_FACES, kind.trim()))
  if (unknown === undefined) return null
  const known = Object.keys(CHANGE_FACES).join(', ')
  return `"${displayText(unknown.slice(0, 40))}" is not a kind of change that is shown here; there are ${known}.`
}

interface Face {
  readonly label: string
  readonly tone: Tone
  readonly Icon: Icon
}

/** What happened: a node that refuses us is anything but silent. */
export const faceOf = (change: ShownChange): Face =>
  change.kind === 'node-silent' && isRefusal(change.after.outcome)
    ? { label: 'Refuses us', tone: 'warn', Icon: Ban }
    : CHANGE_FACES[change.kind]
