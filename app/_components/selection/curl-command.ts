/** What asks the same in a shell. */
export const curlCommand = (url: string, body: Readonly<Record<string, unknown>>): string =>
  `curl -s ${quoted(url)} -d ${quoted(JSON.stringify(body))}`

/** For a shell, whatever a stranger's name has in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
