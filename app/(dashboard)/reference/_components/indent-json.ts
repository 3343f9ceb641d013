/** The first lines of a text, and whether there are more. */
export interface Lines {
  readonly lines: readonly string[]
  readonly isWhole: boolean
}

const STEP = '  '
/** A text of nothing but brackets is no reason for lines of a million spaces. */
const MAX_DEPTH = 50

/**
 * JSON with an indented line for every value. It goes over the text itself and keeps every number to the digit, where
 * parsing and writing would round. One pass, never throws; what is no JSON comes out with breaks where JSON has them.
 */
export function indentJson(text: string, { maxLines }: { maxLines: number }): Lines {
  const lines: string[] = []
  let line = ''
  let depth = 0
  const endLine = () => {
    if (/\S/.test(line)) lines.push(line)
    line = STEP.repeat(Math.min(depth, MAX_DEPTH))
  }
  for (let at = indexOf(NOT_SPACE, text, 0); at < text.length; at = indexOf(NOT_SPACE, text, at)) {
    if (lines.length >= maxLines) return { lines, isWhole: false }
    const sign = text.charAt(at)
    switch (sign) {
      case '{':
      case '[': {
        const next = indexOf(NOT_SPACE, text, at + 1)
        if (text[next] === CLOSES[sign]) {
          line += `${sign}${CLOSES[sign]}`
          at = next + 1
          break
        }
        line += sign
        depth++
        endLine()
        at++
        break
      }
      case '}':
      case ']':
        depth = Math.max(0, depth - 1)
        endLine()
        line += sign
        at++
        break
      case ',':
        line += sign
        endLine()
        at++
        break
      case ':':
        line += ': '
        at++
        break
      default: {
        const end = sign === '"' ? endOfString(text, at) : indexOf(AFTER_WORD, text, at)
        line += text.slice(at, end)
        at = end
      }
    }
  }
  endLine()
  return { lines: lines.slice(0, maxLines), isWhole: lines.length <= maxLines }
}

const CLOSES = { '{': '}', '[': ']' } as const

// Each finds one character: a pattern that runs over a whole string overflows the stack at some length of it.
const NOT_SPACE = /\S/g
const AFTER_WORD = /[\s"[{\]},:]/g
const QUOTE_OR_ESCAPE = /["\\]/g

/** The end of the text where there is none. */
function indexOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}

/** Behind its closing quote. */
function endOfString(text: string, start: number): number {
  let at = indexOf(QUOTE_OR_ESCAPE, text, start + 1)
  while (text[at] === '\\') at = indexOf(QUOTE_OR_ESCAPE, text, at + 2)
  return Math.min(text.length, at + 1)
}

/** Any other text as it is. */
export function splitLines(text: string, { maxLines }: { maxLines: number }): Lines {
  const lines = text.split(/\r?\n/, maxLines + 1)
  const isLastEmpty = lines.at(-1) === '' && lines.length <= maxLines + 1
  const all = isLastEmpty ? lines.slice(0, -1) : lines
  return { lines: all.slice(0, maxLines), isWhole: all.length <= maxLines }
}
