import { shellQuoted } from '../shell-quoted'

/** What asks the same in a shell. */
export const curlCommand = (url: string, body: Readonly<Record<string, unknown>>): string =>
  `curl -s ${shellQuoted(url)} -d ${shellQuoted(JSON.stringify(body))}`
