import type { Devnet } from './devnet'

/** What the operators of a network are called, as a file for the application's NAMES_FILE. */
export const namesFile = (devnet: Devnet): string =>
  JSON.stringify({
    names: Object.fromEntries(
      devnet.orchestrators.flatMap(({ name, scenario: { recipient } }) =>
        recipient === null ? [] : [[recipient, title(name)]],
      ),
    ),
  })

/** `Halcyon` of `halcyon-2`: the number tells the nodes of one operator apart. */
function title(name: string): string {
  const word = name.replace(/-\d+$/, '')
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
