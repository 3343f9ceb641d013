/** A value of MaxMind's data format, as far as tests need it. */
type Value = string | number | { readonly [key: string]: Value } | readonly Value[]

/**
 * A small database in MaxMind's format: IPv4 networks `[address, bits]` with what is known of each.
 * Source: MaxMind DB file format specification 2.0.
 */
export function makeGeoipDatabase(
  networks: readonly { readonly network: readonly [string, number]; readonly record: Value }[],
): Buffer {
  const data: Buffer[] = []
  let dataLength = 0
  type Node = { left: Node | number | null; right: Node | number | null }
  const root: Node = { left: null, right: null }
  for (const {
    network: [address, bits],
    record,
  } of networks) {
    const encoded = encode(record)
    const offset = dataLength
    data.push(encoded)
    dataLength += encoded.length
    const path = [...address.split('.').flatMap((byte) => [...Number(byte).toString(2).padStart(8, '0')])]
    let node = root
    for (const [i, bit] of path.slice(0, bits).entries()) {
      const side = bit === '0' ? 'left' : 'right'
      if (i === bits - 1) node[side] = offset
      else {
        const next = node[side]
        const child: Node = typeof next === 'object' && next !== null ? next : { left: null, right: null }
        node[side] = child
        node = child
      }
    }
  }
  const nodes: Node[] = []
  const collect = (node: Node): void => {
    nodes.push(node)
    for (const child of [node.left, node.right])
      if (typeof child === 'object' && child !== null) collect(child)
  }
  collect(root)
  const numbers = new Map(nodes.map((node, i) => [node, i]))
  const tree = Buffer.concat(
    nodes.map(({ left, right }) => {
      const bytes = Buffer.alloc(6)
      for (const [i, child] of [left, right].entries()) {
        const pointer =
          child === null
            ? nodes.length
            : typeof child === 'number'
              ? nodes.length + SEPARATOR + child
              : (numbers.get(child) ?? 0)
        bytes.writeUIntBE(pointer, 3 * i, 3)
      }
      return bytes
    }),
  )
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-City',
    description: { en: 'Made for tests' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  }
  return Buffer.concat([
    tree,
    Buffer.alloc(SEPARATOR),
    ...data,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode(metadata),
  ])
}

const SEPARATOR = 16

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 0) {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return Buffer.concat([control(6, 4), bytes])
    }
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(value)
    return Buffer.concat([control(3, 8), bytes])
  }
  if (isList(value)) return Buffer.concat([Buffer.from([value.length, 11 - 7]), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, item]) => [encode(key), encode(item)]),
  ])
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Sizes from 29 on take a byte more. */
const control = (type: number, size: number): Buffer =>
  size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29])
