import { expect, test } from 'vitest'
import { apiDocumentDto, type JsonSchema } from '@/lib/api/contract/api-document'
import { ENDPOINTS } from '@/lib/api/endpoints'
import { openApiDocument } from '@/lib/api/openapi'
import { describeSchema } from './describe-schema'
import { readOperations } from './read-operations'

const document = apiDocumentDto.parse(openApiDocument(ENDPOINTS, { version: '1.2.3' }))
const shapes = document.components.schemas

/** What stands at a path of names. */
function at(schema: JsonSchema, ...names: string[]) {
  let node = describeSchema(schema, shapes)
  for (const name of names) {
    const child = node.children.find((one) => one.name === name)
    if (!child) throw new Error(`no ${name} among ${node.children.map((one) => one.name)}`)
    node = describeSchema(child.schema, shapes)
  }
  return node
}

test('lists, names of shapes, choices and what may be null are told in words', () => {
  const offerings = { $ref: '#/components/schemas/GetOfferingsAnswer' }
  expect(at(offerings, 'offerings').type).toBe('list of Offering')
  expect(at(offerings, 'offerings', 'price').type).toBe('Price or null')
  expect(at(offerings, 'snapshot', 'network').type).toBe('"live" | "simulated"')
  expect(at(offerings, 'offerings', 'gpus').type).toBe('list of object')
  expect(at(offerings, 'offerings', 'observed_at').type).toBe('date-time')
  expect(at(offerings, 'eth_usd', 'usd').type).toBe('string')
  expect(at(offerings, 'snapshot', 'as_of').description).toContain('settled')
})

test('what may be one of several is told by the value that each alone has', () => {
  const event = { $ref: '#/components/schemas/StreamEvent' }
  expect(at(event).children.map(({ name }) => name)).toEqual(['Change', 'kind "hello"', 'kind "reset"'])
  expect(at(event, 'Change', 'kind "node-joined"', 'node_uri').type).toBe('string')
})

test('every shape of every answer can be opened down to its leaves', () => {
  const walk = (schema: JsonSchema): number => {
    const { type, children } = describeSchema(schema, shapes)
    expect(type).not.toBe('')
    return 1 + children.reduce((sum, child) => sum + walk(child.schema), 0)
  }
  const schemas = readOperations(document)
    .flatMap(({ operations }) => operations)
    .flatMap(({ answer }) => answer.contents.map(({ schema }) => schema))
  expect(schemas.reduce((sum, schema) => sum + walk(schema), 0)).toBeGreaterThan(500)
})

test('a shape that holds itself, or that there is none of, ends', () => {
  const own: Record<string, JsonSchema> = {
    Tree: {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
    },
    Loop: { anyOf: [{ $ref: '#/components/schemas/Loop' }, { type: 'null' }] },
  }
  const tree = describeSchema({ $ref: '#/components/schemas/Tree' }, own)
  expect(tree.children.map(({ name }) => name)).toEqual(['children'])
  expect(describeSchema(tree.children[0]?.schema ?? {}, own).children.map(({ name }) => name)).toEqual([
    'children',
  ])
  expect(describeSchema({ $ref: '#/components/schemas/Loop' }, own).children).toEqual([])
  expect(describeSchema({ $ref: '#/components/schemas/constructor' }, own).children).toEqual([])
})
