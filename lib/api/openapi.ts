import { z } from 'zod'
import { changeDto, streamEventDto } from './contract/change'
import { gpuGroupDto } from './contract/gpu-group'
import { groupDto } from './contract/group'
import { historyAmountDto, historyDto } from './contract/history'
import { incidentDto } from './contract/incident'
import { keyDto } from './contract/key'
import { listKeys } from './contract/list-keys'
import { modelDto } from './contract/model'
import { nodeDto } from './contract/node'
import { offeringDto } from './contract/offering'
import { policyDto } from './contract/policy'
import { priceDto } from './contract/price'
import { problemDto } from './contract/problem'
import { reliabilityDto } from './contract/reliability'
import { snapshotDto } from './contract/snapshot'
import { sourceDto } from './contract/source'
import { type Endpoint, METHODS, type Method, type Operation } from './endpoint'
import { type OperationDoc, type ParameterDoc, TAGS } from './operation-doc'

type Json = Record<string, unknown>

/** Shapes that stand in more than one answer, by the names that generated clients give them. */
const SHAPES: Readonly<Record<string, z.ZodType>> = {
  Snapshot: snapshotDto,
  EthUsd: listKeys.eth_usd.unwrap(),
  Price: priceDto,
  Offering: offeringDto,
  Model: modelDto,
  Group: groupDto,
  GpuGroup: gpuGroupDto,
  Node: nodeDto,
  Source: sourceDto,
  Change: changeDto,
  StreamEvent: streamEventDto,
  Incident: incidentDto,
  Policy: policyDto,
  Key: keyDto,
  History: historyDto,
  HistoryAmount: historyAmountDto,
  Reliability: reliabilityDto,
  Problem: problemDto,
}

const SHAPE_PATH = '#/components/schemas/'

/** The whole HTTP surface as an OpenAPI 3.1 document, made of the very table that answers it. */
export function openApiDocument(endpoints: readonly Endpoint[], { version }: { version: string }): Json {
  const operations = endpoints.flatMap(({ path, operations: byMethod }) =>
    METHODS.flatMap((method) => {
      const operation = byMethod[method]
      return operation ? { path, method, operation, id: operationId(path, method) } : []
    }),
  )
  const schemas = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SHAPES)) schemas.add(schema, { id })
  const refTo = (schema: z.ZodType, id: string): Json => {
    if (!schemas.has(schema)) schemas.add(schema, { id })
    return { $ref: `${SHAPE_PATH}${schemas.get(schema)?.id ?? id}` }
  }
  const paths: Record<string, Json> = {}
  for (const { path, method, operation, id } of operations)
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(operation, { id, refTo }) }
  const { schemas: shapes } = z.toJSONSchema(schemas, { uri: (id) => `${SHAPE_PATH}${id}`, io: 'output' })
  return {
    openapi: '3.1.1',
    info: {
      title: 'Livepeer Offerings',
      version,
      description:
        'What the Livepeer network offers, and how we know. Keys are snake_case, amounts of wei and dollars are decimal strings, moments are ISO 8601 in UTC. Every read has an ETag.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server; the lean door answers the same at its own port.' }],
    security: [],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        operator: {
          type: 'http',
          scheme: 'bearer',
          description: 'The OPERATOR_KEY of this server, or a key with the scope `operator`.',
        },
        key: { type: 'http', scheme: 'bearer', description: 'A key that the operator of this server made.' },
      },
      schemas: Object.fromEntries(
        Object.entries(shapes).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
      ),
    },
  }
}

function describeOperation(
  { doc, isForOperator, isForKey, isForReaders }: Operation,
  { id, refTo }: { id: string; refTo: (schema: z.ZodType, id: string) => Json },
): Json {
  const { summary, description, tag, segments = {}, parameters = [], requestBody, answer, examples } = doc
  const takesKey = tag === 'Routes' && !doc.isOpen
  const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`
  const content = Object.entries(answer.content).map(([type, schema], i) => [
    type,
    {
      schema: schema
        ? refTo(schema, i === 0 ? `${name}Answer` : `${name}Answer${i + 1}`)
        : { type: 'string' },
    },
  ])
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    ...(isForOperator && { security: [{ operator: [] }] }),
    ...(takesKey && { security: [{ key: [] }, {}] }),
    ...(isForKey && { security: [{ key: [] }] }),
    ...(isForReaders && { security: [{ operator: [] }, { key: [] }] }),
    parameters: [
      ...Object.entries(segments).map(([segment, about]) => ({
        name: segment,
        in: 'path',
        required: true,
        description: about.description,
        schema: { type: 'string' },
        example: about.example,
      })),
      ...parameters.map(describeParameter),
    ],
    ...(requestBody && {
      requestBody: {
        description: requestBody.description,
        required: true,
        content: {
          [requestBody.file ? 'multipart/form-data' : 'application/json']: {
            schema: refTo(requestBody.schema, `${name}Body`),
            example: exampleOf(requestBody),
          },
        },
      },
    }),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(content.length > 0 && { content: Object.fromEntries(content) }),
      },
      '4XX': problemResponse('What was asked for cannot be answered.', refTo),
      '5XX': problemResponse('It cannot be answered now.', refTo),
    },
    ...(examples && { 'x-examples': examples }),
  }
}

/** A file stands in an example by a word for it. */
const exampleOf = ({ example, file }: NonNullable<OperationDoc['requestBody']>): unknown =>
  file && typeof example === 'object' ? { [file.field]: `(${file.kind})`, ...example } : example

const problemResponse = (description: string, refTo: (schema: z.ZodType, id: string) => Json): Json => ({
  description,
  content: { 'application/problem+json': { schema: refTo(problemDto, 'Problem') } },
})

const describeParameter = ({
  name,
  in: place,
  description,
  schema,
  isList,
  isRequired,
  example,
}: ParameterDoc): Json => ({
  name,
  in: place,
  description,
  ...(isRequired && { required: true }),
  ...(isList ? { schema: { type: 'array', items: schema }, style: 'form', explode: false } : { schema }),
  ...(example !== undefined && { example: isList ? [example] : example }),
})

/** `getModelsById` for GET /api/v1/models/{id}. */
function operationId(path: string, method: Method): string {
  const words = path
    .replace(/^\/api\/v1\//, '')
    .replaceAll(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const [first = '', ...rest] = words
  const name = [first, ...rest].map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('')
  return `${method.toLowerCase()}${name.replace(/^Get(?=[A-Z])/, '')}`
}
