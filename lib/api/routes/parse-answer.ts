/** A stranger's JSON object; or why it is none, in a few words. */
export function parseAnswer(text: string | Buffer): object | string {
  let json: unknown
  try {
    json = JSON.parse(String(text))
  } catch {
    return 'its answer is no JSON'
  }
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? json
    : 'its answer is no JSON object'
}
