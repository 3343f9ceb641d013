import type { JsonSchema } from '@/lib/api/contract/api-document'

/** One place of a shape, in words, with what stands within it. */
export interface SchemaNode {
  /** `string`, `list of Offering or null`, `"warm" | "cold"`. */
  readonly type: string
  readonly description: string | null
  readonly children: readonly SchemaChild[]
}

export interface SchemaChild {
  readonly name: string
  readonly isRequired: boolean
  readonly schema: JsonSchema
}

type Shapes = Readonly<Record<string, JsonSchema>>

/** Shapes may hold themselves, so children are described when somebody looks at them. */
export function describeSchema(schema: JsonSchema, shapes: Shapes): SchemaNode {
  return {
    type: typeOf(schema, shapes),
    description: schema.description ?? resolve(schema, shapes).description ?? null,
    children: childrenOf(schema, shapes),
  }
}

const REF = '#/components/schemas/'

/** The shape that is meant; a name that leads nowhere is anything. */
function resolve(schema: JsonSchema, shapes: Shapes): JsonSchema {
  if (schema.$ref === undefined) return schema
  const name = schema.$ref.slice(REF.length)
  return Object.hasOwn(shapes, name) ? (shapes[name] ?? {}) : {}
}

const variantsOf = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | null => anyOf ?? oneOf ?? null

function typeOf(schema: JsonSchema, shapes: Shapes): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(REF.length)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const variants = variantsOf(schema)
  if (variants) return [...new Set(variants.map((one) => typeOf(one, shapes)))].join(' or ')
  const types = [schema.type ?? []].flat()
  if (types.length === 0) return 'anything'
  return types.map((type) => nameOf(type, schema, shapes)).join(' or ')
}

function nameOf(type: string, schema: JsonSchema, shapes: Shapes): string {
  if (type === 'array') return `list of ${schema.items ? typeOf(schema.items, shapes) : 'anything'}`
  if (type === 'object') {
    const { additionalProperties: values } = schema
    return typeof values === 'object' && !schema.properties ? `${typeOf(values, shapes)} by name` : 'object'
  }
  return type === 'string' && schema.format ? schema.format : type
}

/** A list of itself would have no end. */
const MAX_DEPTH = 8

function childrenOf(schema: JsonSchema, shapes: Shapes, depth = 0): SchemaChild[] {
  if (depth > MAX_DEPTH) return []
  const own = resolve(schema, shapes)
  if (own.properties) {
    const { properties, required = [] } = own
    return Object.entries(properties).map(([name, child]) => ({
      name,
      isRequired: required.includes(name),
      schema: child,
    }))
  }
  if (own.items) return childrenOf(own.items, shapes, depth + 1)
  if (typeof own.additionalProperties === 'object')
    return childrenOf(own.additionalProperties, shapes, depth + 1)
  const withChildren = (variantsOf(own) ?? []).filter((one) => childrenOf(one, shapes, depth + 1).length > 0)
  const [only] = withChildren
  if (only && withChildren.length === 1) return childrenOf(only, shapes, depth + 1)
  return withChildren.map((variant, at) => ({
    name: variantName(variant, shapes) ?? `either ${at + 1}`,
    isRequired: true,
    schema: variant,
  }))
}

/** What one variant is told from the others by: the value that it alone has, or its name. */
function variantName(variant: JsonSchema, shapes: Shapes): string | null {
  const tag = Object.entries(resolve(variant, shapes).properties ?? {}).find(
    ([, { const: value }]) => value !== undefined,
  )
  if (tag) return `${tag[0]} ${JSON.stringify(tag[1].const)}`
  return variant.$ref === undefined ? null : variant.$ref.slice(REF.length)
}
