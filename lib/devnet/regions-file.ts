import type { Devnet } from './devnet'

/** Where the nodes of a network claim to be, as a file for the application's REGIONS_FILE. */
export const regionsFile = (devnet: Devnet): string =>
  JSON.stringify({
    regions: Object.fromEntries(
      devnet.orchestrators.flatMap(({ uri, region }) =>
        region === null ? [] : [[uri.replace(/^https?:\/\//, ''), region]],
      ),
    ),
  })
