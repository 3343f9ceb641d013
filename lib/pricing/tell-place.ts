import type { LocatedValue } from './located-json'

export type Report = (place: { readonly line: number; readonly path: string }, problem: string) => void

/** Adds to `problems` in the form `line 12 (prices.llm.x): is …`. */
export const reporter =
  (problems: string[]): Report =>
  ({ line, path }, problem) => {
    problems.push(`line ${line}${path === '' ? '' : ` (${path})`}: ${problem}`)
  }

/** More of them help nobody. */
const MAX_PROBLEMS = 20

export function firstProblems(problems: readonly string[]): readonly string[] {
  const more = problems.length - MAX_PROBLEMS
  return more > 0 ? [...problems.slice(0, MAX_PROBLEMS), `and ${more} more`] : problems
}

const MAX_SHOWN = 80

/** Where something stands: `prices.llm`. */
export const pathOf = (parent: string, key: string): string => {
  const name = /^[^\p{C}\s"()]{1,80}$/u.test(key) ? key : quoted(key)
  return parent === '' ? name : `${parent}.${name}`
}

/** For one line of a log, whatever stands in the file. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text).replace(
    /\p{C}/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )

/** What stands there, in a few words. */
export function shown(value: LocatedValue): string {
  switch (value.type) {
    case 'text':
      return quoted(value.text)
    case 'number':
      return value.spelling.slice(0, MAX_SHOWN)
    case 'boolean':
      return String(value.value)
    case 'object':
      return 'an object'
    case 'array':
      return 'an array'
    case 'null':
      return 'null'
  }
}
