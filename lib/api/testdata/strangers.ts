import type { JsonSchema } from '@/lib/api/contract/api-document'

type Shapes = Readonly<Record<string, JsonSchema>>

/** Places of a value that its schema does not speak of: keys that are not described, values of another type. */
export function strangers(value: unknown, schema: JsonSchema, shapes: Shapes, at = '$'): string[] {
  if (schema.$ref !== undefined) {
    const shape = shapes[schema.$ref.replace('#/components/schemas/', '')]
    return shape ? strangers(value, shape, shapes, at) : [`${at} leads to no shape`]
  }
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) {
    const found = variants.map((variant) => strangers(value, variant, shapes, at))
    return found.reduce((best, next) => (next.length < best.length ? next : best))
  }
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.includes(typeOf(value))) {
    const isWhole = typeof value === 'number' && Number.isInteger(value)
    return isWhole && types.includes('integer') ? [] : [`${at} is ${typeOf(value)}`]
  }
  if (Array.isArray(value))
    return value.flatMap((item, i) =>
      schema.items ? strangers(item, schema.items, shapes, `${at}[${i}]`) : [],
    )
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const { properties = {}, additionalProperties = true } = schema
    const place = `${at}.${key}`
    const described = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    if (described === false) return [place]
    return typeof described === 'object' ? strangers(child, described, shapes, place) : []
  })
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
