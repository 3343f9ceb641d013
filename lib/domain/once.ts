/** Makes at the first question what it then always gives. */
export function once<Args extends readonly unknown[], T>(make: (...args: Args) => T): (...args: Args) => T {
  let made: { readonly value: T } | null = null
  return (...args) => {
    made ??= { value: make(...args) }
    return made.value
  }
}
