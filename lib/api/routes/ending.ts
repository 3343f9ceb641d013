import type { GoesOn, OpenedEnd } from '@/lib/routing/client-job'

/** An end that may come before anybody listens. */
export class Ending {
  #how: OpenedEnd | null = null
  #listener: ((how: OpenedEnd) => void) | null = null

  is(how: OpenedEnd): void {
    this.#how = how
    this.#listener?.(how)
  }

  readonly tell: GoesOn = (end) => {
    const how = this.#how
    if (how) queueMicrotask(() => end(how))
    else this.#listener = end
  }
}
