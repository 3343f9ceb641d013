import { buildIfStale } from './build.mjs'
import { installMissing } from './install.mjs'
import { main } from './main.mjs'

/** @param {readonly string[]} args */
export function runBuild(args) {
  return main(async () => {
    await installMissing()
    const built = await buildIfStale({ force: args.includes('--force') })
    if (!built) console.log('The build is up to date (--force builds in any case).')
    return 0
  })
}
