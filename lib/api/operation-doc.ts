import type { z } from 'zod'

/** How an operation is described to people and programs; the OpenAPI document is made of it. */
export interface OperationDoc {
  /** A short sentence without a full stop. */
  readonly summary: string
  /** Markdown. */
  readonly description?: string
  readonly tag: Tag
  readonly parameters?: readonly ParameterDoc[]
  /** Of the path, by name. */
  readonly segments?: Readonly<Record<string, { readonly description: string; readonly example: string }>>
  readonly requestBody?: {
    readonly description: string
    readonly schema: z.ZodType
    readonly example: unknown
    /** The field of a form that is a file; left out: the body is JSON. */
    readonly file?: { readonly field: string; readonly kind: 'image' | 'audio' }
  }
  /** What a success looks like; problems are the same everywhere. */
  readonly answer: AnswerDoc
  /** What it is about is there only after a job, so that nobody can try it out of the blue. */
  readonly isOfAJob?: boolean
  /** Of a route: nobody needs a key for it, since its address is a secret. */
  readonly isOpen?: boolean
  /** Queries worth trying, such as `?state=warm`; tests ask each of them. */
  readonly examples?: readonly ExampleDoc[]
}

export interface ExampleDoc {
  readonly title: string
  readonly query: string
}

export interface AnswerDoc {
  readonly status: 200 | 201 | 202 | 204
  readonly description: string
  /** By media type; a null schema is text. */
  readonly content: Readonly<Record<string, z.ZodType | null>>
}

export interface ParameterDoc {
  readonly name: string
  readonly in: 'query' | 'header'
  readonly description: string
  /** JSON Schema of one value. */
  readonly schema: Readonly<Record<string, unknown>>
  /** `form`: values with commas between. */
  readonly isList?: boolean
  /** Nothing is answered without it. */
  readonly isRequired?: boolean
  readonly example?: string | number
}

/** What operations are grouped by. */
export const TAGS = {
  Catalog: 'What can be bought now, and what it amounts to.',
  Network: 'How the network is, and how we know.',
  History: 'What changed, when, and how reliable nodes were.',
  Discovery: 'The addresses that tools of a Livepeer gateway know.',
  Gateway: 'What this gateway offers to its own clients.',
  Routes: 'Jobs, carried to orchestrators.',
  Operator: 'For whoever bears the key of this server.',
} as const
export type Tag = keyof typeof TAGS
