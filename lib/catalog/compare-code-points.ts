/** Ascending by code points, which is how Go sorts strings; JavaScript's `<` would put U+1F600 before U+FF5E. */
export function compareCodePoints(a: string, b: string): number {
  const others = [...b]
  let i = 0
  for (const char of a) {
    const other = others[i++]
    if (other === undefined) return 1
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0)
  }
  return i - others.length
}
