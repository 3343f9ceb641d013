import { type Reading, readSingle, refused, taken } from '../listing/reading'
import { splitValues } from '../listing/value-list'
import type { ParameterError } from '../search-params'

/** More values of one filter than anybody names by hand. */
const MAX_VALUES = 100
const MAX_LENGTH = 1_000

/** Reads the parameters of one question and collects what is wrong with any of them. */
export class QueryReader {
  readonly errors: ParameterError[] = []

  constructor(
    private readonly params: URLSearchParams,
    known: readonly string[],
  ) {
    for (const parameter of new Set(params.keys()))
      if (!known.includes(parameter))
        this.refuse(parameter, `is not a parameter of this address; there are ${known.join(', ')}`)
  }

  refuse(parameter: string, detail: string): void {
    this.errors.push({ parameter, detail })
  }

  /** Null where it is left out, or wrong. */
  single<T>(parameter: string, read: (text: string) => Reading<T>): T | null {
    const texts = this.params.getAll(parameter)
    if (texts.length === 0) return null
    const text = readSingle(texts)
    return this.#valueIn(parameter, text.ok ? read(text.value) : text)
  }

  /** Any of these; null where it is left out, or wrong. */
  values(parameter: string, read: (text: string) => Reading<string>): ReadonlySet<string> | null {
    const texts = this.params.getAll(parameter)
    return texts.length === 0 ? null : this.#valueIn(parameter, readValues(texts, read))
  }

  #valueIn<T>(parameter: string, reading: Reading<T>): T | null {
    if (reading.ok) return reading.value
    this.refuse(parameter, reading.detail)
    return null
  }
}

function readValues(
  texts: readonly string[],
  read: (text: string) => Reading<string>,
): Reading<ReadonlySet<string>> {
  const values = new Set<string>()
  for (const text of texts.flatMap(splitValues)) {
    if (text.length > MAX_LENGTH) return refused(`has a value that is longer than ${MAX_LENGTH} characters`)
    const reading = text.trim() === '' ? refused('is empty; leave it out') : read(text)
    if (!reading.ok) return reading
    // What URLSearchParams makes of a broken percent-encoding: no change would ever fit it.
    if (reading.value.includes('\uFFFD')) return refused('holds a character that is not valid UTF-8')
    values.add(reading.value)
    if (values.size > MAX_VALUES) return refused(`has more than ${MAX_VALUES} values`)
  }
  return taken(values)
}
