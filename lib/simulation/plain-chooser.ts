import { comparePrice } from '@/lib/domain/price'
import {
  type Choice,
  type Chooser,
  type ChooserFactory,
  type ChooserTools,
  OUR_LIMITS,
  type ProbeView,
} from './chooser'
import type { Job } from './job'

type Answering = ProbeView & { readonly answer: NonNullable<ProbeView['answer']> }

/** What a list makes of it that learns nothing from jobs, to compare with: whoever answered the last probe, by one rule. */
type Rule = (a: Answering, b: Answering) => number

const RULES: Readonly<Record<string, Rule | null>> = {
  'plain-random': null,
  'plain-cheapest': (a, b) => comparePrice(a.answer.price, b.answer.price),
  'plain-nearest': (a, b) => a.latencyMs - b.latencyMs,
}

export const PLAIN_CHOOSERS: readonly ChooserFactory[] = Object.entries(RULES).map(([name, rule]) => ({
  name,
  create: (tools) => new PlainChooser(name, rule, tools),
}))

class PlainChooser implements Chooser {
  readonly limits = OUR_LIMITS
  private answering: readonly Answering[] = []

  constructor(
    readonly name: string,
    private readonly rule: Rule | null,
    private readonly tools: ChooserTools,
  ) {}

  choose(_job: Job, _nowMs: number, tried: ReadonlySet<string>): Choice | null {
    const [first, ...others] = this.answering.filter(({ nodeId }) => !tried.has(nodeId))
    if (!first) return null
    const chosen = this.rule ? first : this.tools.random.pick([first, ...others])
    return { nodeId: chosen.nodeId, afterMs: 0 }
  }

  onSweep(view: readonly ProbeView[]): void {
    const answering = view.filter((node): node is Answering => node.answer !== null)
    this.answering = this.rule ? answering.toSorted(this.rule) : answering
  }

  onOutcome(): void {}
  onEnd(): void {}
}
