import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/**
 * Protobuf messages described as tables. The library reads and writes the wire's atoms; this file knows how Go puts
 * them together, which a generated JavaScript codec does not: map keys may be any text (`__proto__` too), a map entry
 * may lack its value, a known field with a foreign wire type is skipped, a byte order mark is part of a string.
 * 64-bit integers are bigint. An absent message is null, absent scalars are zero, as in proto3.
 */
interface ScalarTypes {
  int64: bigint
  uint64: bigint
  int32: number
  uint32: number
  bool: boolean
  string: string
  bytes: Uint8Array
}
type ScalarType = keyof ScalarTypes

type Field =
  | { readonly kind: 'scalar'; readonly no: number; readonly type: ScalarType }
  | { readonly kind: 'message'; readonly no: number; readonly message: MessageType }
  | { readonly kind: 'repeated'; readonly no: number; readonly of: ScalarType | MessageType }
  | {
      readonly kind: 'map'
      readonly no: number
      readonly key: 'uint32' | 'string'
      readonly value: ScalarType | MessageType
    }

export interface MessageType<Fields extends Record<string, Field> = Record<string, Field>> {
  readonly fields: Fields
}

type ElementOf<T> = T extends ScalarType ? ScalarTypes[T] : T extends MessageType ? Message<T> : never
type FieldValue<F> = F extends { kind: 'scalar'; type: infer T extends ScalarType }
  ? ScalarTypes[T]
  : F extends { kind: 'message'; message: infer M extends MessageType }
    ? Message<M> | null
    : F extends { kind: 'repeated'; of: infer T }
      ? readonly ElementOf<T>[]
      : F extends { kind: 'map'; key: infer K extends ScalarType; value: infer V }
        ? ReadonlyMap<ScalarTypes[K], ElementOf<V>>
        : never

/** What a message of that type decodes to. */
export type Message<T extends MessageType> = { readonly [K in keyof T['fields']]: FieldValue<T['fields'][K]> }

export const message = <const F extends Record<string, Field>>(fields: F): MessageType<F> => ({ fields })
export const scalar = <const T extends ScalarType, const N extends number>(no: N, type: T) =>
  ({ kind: 'scalar', no, type }) as const
export const sub = <M extends MessageType>(no: number, of: M) =>
  ({ kind: 'message', no, message: of }) as const
export const repeated = <const T extends ScalarType | MessageType>(no: number, of: T) =>
  ({ kind: 'repeated', no, of }) as const
export const map = <const K extends 'uint32' | 'string', const V extends ScalarType | MessageType>(
  no: number,
  key: K,
  value: V,
) => ({ kind: 'map', no, key, value }) as const

/** A message that Go would refuse, or one with more parts than an honest answer can have. */
export class WireFormatError extends Error {
  override name = 'WireFormatError'
}

/**
 * Parts (elements, entries, sub-messages) one answer may have. The largest answer on record has about 300; two bytes
 * on the wire can cost 200 in memory, so that 4 MiB of empty entries would otherwise take hundreds of megabytes.
 */
const MAX_PARTS = 50_000

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const decodeUtf8 = (bytes: Uint8Array): string => utf8.decode(bytes)

/** Bytes → message. Throws WireFormatError on anything that is not one. */
export function decode<T extends MessageType>(type: T, bytes: Uint8Array): Message<T> {
  try {
    const into = blank(type)
    read(type, into, new BinaryReader(bytes, decodeUtf8), { parts: 0 })
    return complete<T>(into)
  } catch (cause) {
    if (cause instanceof WireFormatError) throw cause
    throw new WireFormatError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Message → bytes; zero scalars and null messages take no room, missing keys count as zero. Map entries keep their order. */
export function encode<T extends MessageType>(type: T, value: Partial<Message<T>>): Uint8Array {
  const writer = new BinaryWriter()
  write(type, value, writer)
  return writer.finish()
}

type Loose = Record<string, unknown>
type Budget = { parts: number }

function blank(type: MessageType): Loose {
  const value: Loose = {}
  for (const [name, field] of Object.entries(type.fields)) value[name] = zero(field)
  return value
}

function zero(field: Field): unknown {
  switch (field.kind) {
    case 'scalar':
      return ZEROS[field.type]
    case 'message':
      return null
    case 'repeated':
      return []
    case 'map':
      return new Map()
  }
}

const ZEROS: ScalarTypes = {
  int64: 0n,
  uint64: 0n,
  int32: 0,
  uint32: 0,
  bool: false,
  string: '',
  bytes: new Uint8Array(0),
}

function read(type: MessageType, into: Loose, reader: BinaryReader, budget: Budget): void {
  const names = namesByNumber(type)
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag()
    const name = names.get(no)
    const field = name === undefined ? undefined : type.fields[name]
    if (name === undefined || field === undefined || !readField(field, into, name, wireType, reader, budget))
      skip(reader, wireType, no)
  }
}

/** The library skips a varint of any length; Go refuses one of more than ten bytes. */
function skip(reader: BinaryReader, wireType: WireType, no: number): void {
  if (wireType === WireType.Varint) reader.uint64()
  else reader.skip(wireType, no)
}

/** False when the wire type does not fit the field: then it is an unknown field, as Go sees it. */
function readField(
  field: Field,
  into: Loose,
  name: string,
  wireType: WireType,
  reader: BinaryReader,
  budget: Budget,
): boolean {
  switch (field.kind) {
    case 'scalar':
      if (wireType !== wireTypeOf(field.type)) return false
      into[name] = readScalar(field.type, reader)
      return true
    case 'message': {
      if (wireType !== WireType.LengthDelimited) return false
      spend(budget)
      // A second occurrence is merged into the first.
      const existing = asLoose(into[name]) ?? blank(field.message)
      into[name] = existing
      read(field.message, existing, inner(reader), budget)
      return true
    }
    case 'repeated':
      return readRepeated(field.of, asList(into[name]), wireType, reader, budget)
    case 'map': {
      if (wireType !== WireType.LengthDelimited) return false
      spend(budget)
      const [key, value] = readEntry(field.key, field.value, inner(reader), budget)
      asMap(into[name]).set(key, value)
      return true
    }
  }
}

function readRepeated(
  of: ScalarType | MessageType,
  list: unknown[],
  wireType: WireType,
  reader: BinaryReader,
  budget: Budget,
): boolean {
  if (typeof of !== 'string') {
    if (wireType !== WireType.LengthDelimited) return false
    spend(budget)
    const element = blank(of)
    read(of, element, inner(reader), budget)
    list.push(element)
    return true
  }
  const own = wireTypeOf(of)
  if (wireType === own) {
    spend(budget)
    list.push(readScalar(of, reader))
    return true
  }
  if (own !== WireType.Varint || wireType !== WireType.LengthDelimited) return false
  for (const packed = inner(reader); packed.pos < packed.len; ) {
    spend(budget)
    list.push(readScalar(of, packed))
  }
  return true
}

/** A map entry is a message of key = 1 and value = 2; either may be missing and is then zero. */
function readEntry(
  key: 'uint32' | 'string',
  value: ScalarType | MessageType,
  reader: BinaryReader,
  budget: Budget,
): [unknown, unknown] {
  const entry: Loose = { key: ZEROS[key], value: typeof value === 'string' ? ZEROS[value] : blank(value) }
  const keyField = { kind: 'scalar', no: 1, type: key } as const
  const valueField: Field =
    typeof value === 'string'
      ? { kind: 'scalar', no: 2, type: value }
      : { kind: 'message', no: 2, message: value }
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag()
    const isRead =
      (no === 1 && readField(keyField, entry, 'key', wireType, reader, budget)) ||
      (no === 2 && readField(valueField, entry, 'value', wireType, reader, budget))
    if (!isRead) skip(reader, wireType, no)
  }
  return [entry.key, entry.value]
}

function readScalar(type: ScalarType, reader: BinaryReader): ScalarTypes[ScalarType] {
  switch (type) {
    case 'int64':
      return BigInt(reader.int64())
    case 'uint64':
      return BigInt(reader.uint64())
    case 'int32':
      return reader.int32()
    case 'uint32':
      return reader.uint32()
    case 'bool':
      return reader.bool()
    case 'string':
      return reader.string(true)
    case 'bytes':
      // A copy: the reader's slice would keep the whole answer alive.
      return Uint8Array.from(reader.bytes())
  }
}

function write(type: MessageType, value: Loose, writer: BinaryWriter): void {
  for (const [name, field] of Object.entries(type.fields)) {
    const content = value[name]
    if (content === undefined || content === null) continue
    if (field.kind === 'map') {
      for (const [key, item] of asMap(content)) {
        writer.tag(field.no, WireType.LengthDelimited).fork()
        writeElement(field.key, 1, key, writer)
        writeElement(field.value, 2, item, writer)
        writer.join()
      }
    } else if (field.kind === 'repeated') {
      for (const item of asList(content)) writeElement(field.of, field.no, item, writer)
    } else if (field.kind === 'message') writeElement(field.message, field.no, content, writer)
    else if (!isZero(content)) writeElement(field.type, field.no, content, writer)
  }
}

function writeElement(
  type: ScalarType | MessageType,
  no: number,
  value: unknown,
  writer: BinaryWriter,
): void {
  if (typeof type !== 'string') {
    writer.tag(no, WireType.LengthDelimited).fork()
    write(type, asLoose(value) ?? {}, writer)
    writer.join()
    return
  }
  writer.tag(no, wireTypeOf(type))
  if (typeof value === 'bigint') type === 'int64' ? writer.int64(value) : writer.uint64(value)
  else if (typeof value === 'number') type === 'int32' ? writer.int32(value) : writer.uint32(value)
  else if (typeof value === 'boolean') writer.bool(value)
  else if (typeof value === 'string') writer.string(value)
  else if (value instanceof Uint8Array) writer.bytes(value)
  else throw new TypeError(`a field of type ${type} cannot hold ${typeof value}`)
}

const isZero = (value: unknown): boolean =>
  value === 0 ||
  value === 0n ||
  value === '' ||
  value === false ||
  (value instanceof Uint8Array && value.length === 0)

const wireTypeOf = (type: ScalarType): WireType =>
  type === 'string' || type === 'bytes' ? WireType.LengthDelimited : WireType.Varint

const inner = (reader: BinaryReader): BinaryReader => new BinaryReader(reader.bytes(), decodeUtf8)

function spend(budget: Budget): void {
  budget.parts += 1
  if (budget.parts > MAX_PARTS) throw new WireFormatError(`the message has more than ${MAX_PARTS} parts`)
}

const numbered = new WeakMap<MessageType, ReadonlyMap<number, string>>()
function namesByNumber(type: MessageType): ReadonlyMap<number, string> {
  const known = numbered.get(type)
  if (known) return known
  const names = new Map(Object.entries(type.fields).map(([name, field]) => [field.no, name]))
  numbered.set(type, names)
  return names
}

// The tables decide which field holds what (see `zero`), beyond what TypeScript can follow: these four say it for them.
const asLoose = (value: unknown): Loose | null => value as Loose | null
const asList = (value: unknown): unknown[] => value as unknown[]
const asMap = (value: unknown): Map<unknown, unknown> => value as Map<unknown, unknown>
const complete = <T extends MessageType>(value: Loose): Message<T> => value as Message<T>
