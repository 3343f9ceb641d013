/** A route that carries jobs, as far as its form needs to know it. */
export interface PlaygroundRoute {
  readonly pipeline: string
  readonly path: string
  readonly summary: string
  /** The field of the body that names the model. */
  readonly modelField: string
  /** Null: the body is JSON; otherwise a form with this file. */
  readonly file: { readonly name: string; readonly kind: 'image' | 'audio' } | null
  readonly canStream: boolean
  readonly fields: readonly PlaygroundField[]
}

export interface PlaygroundField {
  readonly name: string
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'json'
  readonly isRequired: boolean
}

/** The choice that an address reproduces; what is in the job itself stands in none. Empty: not said. */
export interface PlaygroundChoice {
  readonly pipeline: string
  readonly model: string
  readonly policy: string
  readonly strategy: string
  readonly max_price: string
}

/** What the form holds beside that. */
export interface PlaygroundInput {
  /** By the names of fields; what somebody says to a language model under `prompt` and `system`. */
  readonly values: Readonly<Record<string, string>>
  readonly file: File | null
  readonly isStream: boolean
}
