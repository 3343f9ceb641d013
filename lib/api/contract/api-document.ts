import { z } from 'zod'

/** JSON Schema as far as our own document uses it. */
export interface JsonSchema {
  readonly $ref?: string | undefined
  readonly type?: string | readonly string[] | undefined
  readonly description?: string | undefined
  readonly format?: string | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly default?: unknown
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: JsonSchema | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly additionalProperties?: boolean | JsonSchema | undefined
  readonly anyOf?: readonly JsonSchema[] | undefined
  readonly oneOf?: readonly JsonSchema[] | undefined
}

const jsonSchemaDto: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    required: z.array(z.string()).optional(),
    items: jsonSchemaDto.optional(),
    properties: z.record(z.string(), jsonSchemaDto).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchemaDto]).optional(),
    anyOf: z.array(jsonSchemaDto).optional(),
    oneOf: z.array(jsonSchemaDto).optional(),
  }),
)

const contentDto = z.record(z.string(), z.object({ schema: jsonSchemaDto, example: z.unknown().optional() }))

const operationDto = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean().optional(),
      description: z.string(),
      schema: jsonSchemaDto,
      example: z.unknown().optional(),
    }),
  ),
  requestBody: z.object({ description: z.string(), content: contentDto }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentDto.optional() })),
  'x-examples': z.array(z.object({ title: z.string(), query: z.string() })).optional(),
})
export type ApiOperationDto = z.infer<typeof operationDto>

/** Our OpenAPI document as far as the API reference reads it. */
export const apiDocumentDto = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string(),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationDto),
  ),
  components: z.object({ schemas: z.record(z.string(), jsonSchemaDto) }),
})
export type ApiDocumentDto = z.infer<typeof apiDocumentDto>
