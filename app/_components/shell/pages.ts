import type { Icon } from '../icon'
import {
  Activity,
  ArrowLeftRight,
  BookOpenText,
  Boxes,
  Braces,
  Calculator,
  CircleDollarSign,
  CirclePause,
  Cpu,
  Crosshair,
  FlaskConical,
  Gauge,
  GitCompareArrows,
  History,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  MapIcon,
  Radio,
  Rows3,
  Server,
  ShieldCheck,
  Store,
} from '../icons'

/** A page as navigation and the command palette have it. */
export interface NamedPage {
  readonly href: string
  readonly label: string
  readonly Icon: Icon
  /** The letter that leads there after `g`; none of j, k and x, which tables take. */
  readonly letter: string
  /** Whether it, and the pages below it, can be looked at as of a moment. */
  readonly hasPast?: true
}

export const PAGE_GROUPS: readonly { readonly title: string; readonly pages: readonly NamedPage[] }[] = [
  {
    title: 'Network',
    pages: [
      { href: '/', label: 'Overview', Icon: LayoutDashboard, letter: 'o', hasPast: true },
      { href: '/offerings', label: 'Offerings', Icon: Rows3, letter: 'f', hasPast: true },
      { href: '/models', label: 'Models', Icon: Boxes, letter: 'm', hasPast: true },
      { href: '/orchestrators', label: 'Orchestrators', Icon: Server, letter: 'n', hasPast: true },
      { href: '/gpus', label: 'GPUs', Icon: Cpu, letter: 'g', hasPast: true },
      { href: '/prices', label: 'Prices', Icon: CircleDollarSign, letter: 'i', hasPast: true },
      { href: '/calculator', label: 'Calculator', Icon: Calculator, letter: 'l', hasPast: true },
      { href: '/latency', label: 'Latency', Icon: Gauge, letter: 'w', hasPast: true },
      { href: '/map', label: 'Map', Icon: MapIcon, letter: 'z', hasPast: true },
      { href: '/compare', label: 'Compare', Icon: GitCompareArrows, letter: 'c', hasPast: true },
      { href: '/changes', label: 'Changes', Icon: History, letter: 'h' },
      { href: '/reliability', label: 'Reliability', Icon: ShieldCheck, letter: 'y' },
      { href: '/method', label: 'Method', Icon: BookOpenText, letter: 'q' },
    ],
  },
  {
    title: 'Routing',
    pages: [
      { href: '/playground', label: 'Playground', Icon: FlaskConical, letter: 'p' },
      { href: '/select', label: 'Select', Icon: Crosshair, letter: 's', hasPast: true },
      { href: '/policies', label: 'Policies', Icon: ListChecks, letter: 'v' },
      { href: '/suspensions', label: 'Suspensions', Icon: CirclePause, letter: 'u' },
      { href: '/requests', label: 'Requests', Icon: ArrowLeftRight, letter: 'r' },
      { href: '/keys', label: 'Keys', Icon: KeyRound, letter: 'e' },
    ],
  },
  {
    title: 'This server',
    pages: [
      { href: '/offer', label: 'Our offer', Icon: Store, letter: 'b' },
      { href: '/sources', label: 'Sources', Icon: Radio, letter: 'd' },
      { href: '/status', label: 'Status', Icon: Activity, letter: 't' },
      { href: '/reference', label: 'API', Icon: Braces, letter: 'a' },
    ],
  },
]

export const PAGES: readonly NamedPage[] = PAGE_GROUPS.flatMap(({ pages }) => pages)

/** Whether an address is this page, or one of the pages below it. */
export const isWithin = ({ href }: NamedPage, path: string): boolean =>
  path === href || (href !== '/' && path.startsWith(`${href}/`))
