import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'

/** A value of a file that people write, with the line (from 1) that it begins in. */
export type LocatedValue = { readonly line: number } & (
  | { readonly type: 'object'; readonly members: readonly LocatedMember[] }
  | { readonly type: 'text'; readonly text: string }
  /** As it was written: reading it as a number would round it. */
  | { readonly type: 'number'; readonly spelling: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'array'; readonly items: readonly LocatedValue[] }
  | { readonly type: 'null' }
)

export interface LocatedMember {
  readonly key: string
  readonly line: number
  readonly value: LocatedValue
}

export type LocatedJson =
  | { readonly ok: true; readonly value: LocatedValue }
  | { readonly ok: false; readonly line: number; readonly problem: string }

/** No file that anybody keeps by hand is as large, or as deep. */
const MAX_CHARACTERS = 8_388_608
const MAX_DEPTH = 16

/**
 * JSON with comments and commas before a closing bracket. Members keep their order, and a key that stands twice is there
 * twice. Of a text that cannot be read the first mistake counts; those after it mostly follow from it.
 */
export function readLocatedJson(text: string): LocatedJson {
  const lineOf = lineFinder(text)
  const mistake = (offset: number, problem: string) => ({ ok: false, line: lineOf(offset), problem }) as const
  if (text.length > MAX_CHARACTERS) return mistake(0, `has more than ${MAX_CHARACTERS} characters`)
  const tooDeep = findDepth(text, MAX_DEPTH)
  if (tooDeep !== null) return mistake(tooDeep, `is nested deeper than ${MAX_DEPTH} levels`)
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const [error] = errors
  if (error) return mistake(error.offset, SENTENCES[printParseErrorCode(error.error)] ?? 'is not JSON')
  return root ? { ok: true, value: located(root, text, lineOf) } : mistake(0, 'is empty')
}

/** By the parser's own names, which its declarations do not list. */
const SENTENCES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'has a word that is none of true, false and null; texts stand in double quotes',
  InvalidNumberFormat: 'has a number that is none',
  PropertyNameExpected: 'has no key in double quotes where one is expected',
  ValueExpected: 'has no value where one is expected',
  ColonExpected: 'has no colon behind a key',
  CommaExpected: 'has no comma before this',
  CloseBraceExpected: 'ends before a } that closes what is open',
  CloseBracketExpected: 'ends before a ] that closes what is open',
  EndOfFileExpected: 'goes on behind its end',
  UnexpectedEndOfComment: 'has a comment without an end',
  UnexpectedEndOfString: 'has a text without a closing quote',
  UnexpectedEndOfNumber: 'has a number without an end',
  InvalidUnicode: 'has a \\u without four hexadecimal digits',
  InvalidEscapeCharacter: 'has a backslash before a character that needs none',
  InvalidCharacter: 'has a control character in a text',
}

function located(node: Node, text: string, lineOf: (offset: number) => number): LocatedValue {
  const line = lineOf(node.offset)
  switch (node.type) {
    case 'object':
      return {
        line,
        type: 'object',
        members: (node.children ?? []).flatMap(({ children }) => {
          const [key, value] = children ?? []
          return key && value
            ? { key: String(key.value), line: lineOf(key.offset), value: located(value, text, lineOf) }
            : []
        }),
      }
    case 'string':
      return { line, type: 'text', text: String(node.value) }
    case 'number':
      return { line, type: 'number', spelling: text.slice(node.offset, node.offset + node.length) }
    case 'boolean':
      return { line, type: 'boolean', value: node.value === true }
    case 'array':
      return { line, type: 'array', items: (node.children ?? []).map((item) => located(item, text, lineOf)) }
    default:
      return { line, type: 'null' }
  }
}

/** Where it becomes too deep; null: nowhere. The parser calls itself for every level, until the stack ends. */
function findDepth(text: string, max: number): number | null {
  const scanner = createScanner(text, true)
  let depth = 0
  while (scanner.getPosition() < text.length) {
    scanner.scan()
    const offset = scanner.getTokenOffset()
    // What a token is shows in its first character: a bracket in a text is behind its quote.
    const first = text[offset]
    if (first === '{' || first === '[') depth += 1
    if (first === '}' || first === ']') depth -= 1
    if (depth > max) return offset
  }
  return null
}

/** Offset → line, from 1; there are as many questions as values, so that counting anew for each would take forever. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
