import { parse } from 'lossless-json'

/** A number of a JSON text as it was written. A class, since any property of an object could be a stranger's own. */
export class JsonNumber {
  constructor(readonly spelling: string) {}
}

export type ExactJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string }

/**
 * A stranger's JSON text → its value with every number a `JsonNumber`. Of equal keys the last one counts, as in Go.
 * Texts nested deeper than `maxDepth` are refused before they can exhaust the parser's stack.
 */
export function parseExactJson(
  text: string,
  { maxBytes, maxDepth }: { maxBytes: number; maxDepth: number },
): ExactJson {
  if (text.length > maxBytes || Buffer.byteLength(text) > maxBytes)
    return { ok: false, problem: `exceeds ${maxBytes} bytes` }
  if (isDeeperThan(text, maxDepth)) return { ok: false, problem: `is nested deeper than ${maxDepth} levels` }
  try {
    const value = parse(text, null, {
      parseNumber: (spelling) => new JsonNumber(spelling),
      onDuplicateKey: ({ newValue }) => newValue,
    })
    return { ok: true, value }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: 'is not JSON' }
    throw error
  }
}

/**
 * Counts brackets outside texts; what is no JSON at all is for the parser to say. Character by character, since a
 * regular expression would keep a way back for every character of a long text.
 */
function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0
  let isInText = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === QUOTE) isInText = !isInText
    else if (isInText) i += char === BACKSLASH ? 1 : 0
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) {
      if (++depth > maxDepth) return true
    } else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth--
  }
  return false
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]
