import type { ApiDocumentDto, ApiOperationDto, JsonSchema } from '@/lib/api/contract/api-document'

/** Whose key an operation wants; by the names of the document. */
const BEARERS = ['operator', 'key'] as const
export type Bearer = (typeof BEARERS)[number]

/** One operation of the API, as a page describes it and asks it. */
export interface ApiOperation {
  readonly id: string
  /** In upper case. */
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string | null
  readonly tag: string
  readonly bearer: Bearer | null
  /** Whether an API key is good for a part of it, beside the operator's. */
  readonly isAlsoForKeys: boolean
  readonly parameters: readonly ApiParameter[]
  /** What to send, as an example; null where nothing is sent. */
  readonly body: {
    readonly description: string
    readonly schema: JsonSchema
    readonly example: string
  } | null
  readonly answer: ApiAnswer
  readonly examples: readonly { readonly title: string; readonly query: string }[]
}

export interface ApiParameter {
  readonly name: string
  readonly place: 'path' | 'query' | 'header'
  readonly description: string
  readonly schema: JsonSchema
  readonly example: string | null
}

interface ApiAnswer {
  readonly status: string
  readonly description: string
  readonly contents: readonly { readonly mediaType: string; readonly schema: JsonSchema }[]
}

export interface OperationGroup {
  readonly tag: string
  readonly description: string
  readonly operations: readonly ApiOperation[]
}

/** All operations by their tags, in the order of the document. */
export function readOperations({ paths, tags }: ApiDocumentDto): OperationGroup[] {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, dto]) => (dto ? readOperation(path, method, dto) : [])),
  )
  return tags
    .map(({ name, description }) => ({
      tag: name,
      description,
      operations: operations.filter(({ tag }) => tag === name),
    }))
    .filter((group) => group.operations.length > 0)
}

function readOperation(path: string, method: string, dto: ApiOperationDto): ApiOperation {
  const [json] = Object.values(dto.requestBody?.content ?? {})
  const bearers = BEARERS.filter((bearer) => dto.security?.some((schemes) => bearer in schemes))
  return {
    id: dto.operationId,
    method: method.toUpperCase(),
    path,
    summary: dto.summary,
    description: dto.description ?? null,
    tag: dto.tags[0] ?? '',
    bearer: bearers[0] ?? null,
    isAlsoForKeys: bearers.length > 1,
    parameters: dto.parameters.map(({ name, in: place, description, schema, example }) => ({
      name,
      place,
      description,
      schema,
      example: example === undefined ? null : String(example),
    })),
    body:
      dto.requestBody && json
        ? {
            description: dto.requestBody.description,
            schema: json.schema,
            example: JSON.stringify(json.example ?? {}, null, 2),
          }
        : null,
    answer: readAnswerDoc(dto.responses),
    examples: dto['x-examples'] ?? [],
  }
}

/** The success; problems are the same everywhere. */
function readAnswerDoc(responses: ApiOperationDto['responses']): ApiAnswer {
  const [status, response] = Object.entries(responses).find(([code]) => /^2\d\d$/.test(code)) ?? []
  return {
    status: status ?? '200',
    description: response?.description ?? '',
    contents: Object.entries(response?.content ?? {}).map(([mediaType, { schema }]) => ({
      mediaType,
      schema,
    })),
  }
}

/** Operations that have every word somewhere: in method, path, summary or tag. */
export function findOperations(groups: readonly OperationGroup[], text: string): OperationGroup[] {
  const words = text.toLowerCase().split(/\s+/)
  const fits = ({ method, path, summary, tag, id }: ApiOperation): boolean => {
    const all = `${method} ${path} ${summary} ${tag} ${id}`.toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0)
}
