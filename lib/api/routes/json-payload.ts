import { withMembers } from '@/lib/livepeer/edit-json'
import type { JobPayload } from '@/lib/routing/client-job'

/** The client's own bytes wherever nothing has to be added. */
export class JsonPayload implements JobPayload {
  readonly #bodies = new Map<string, Buffer>()

  constructor(
    private readonly original: Buffer,
    private readonly edits: {
      readonly modelKey: string
      readonly model: string | null
      readonly missing: Readonly<Record<string, number | boolean>>
    },
    /** As the client sent it, where it was written anew. */
    readonly bytes = original.length,
  ) {}

  bodyFor(model: string) {
    return { headers: HEADERS, body: this.#bodyFor(model) }
  }

  #bodyFor(model: string): Buffer {
    const { modelKey, missing } = this.edits
    if (model === this.edits.model && Object.keys(missing).length === 0) return this.original
    const known = this.#bodies.get(model)
    if (known) return known
    const body = Buffer.from(withMembers(this.original.toString(), { ...missing, [modelKey]: model }))
    this.#bodies.set(model, body)
    return body
  }
}

const HEADERS = { 'content-type': 'application/json' }
