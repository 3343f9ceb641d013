// Run after every `npm install` that changed package-lock.json; `--check` only tells.
import { writeFileSync } from 'node:fs'
import { completeLock, readLock, resolvedUrls } from './lib/lockfile.mjs'
import { inRoot } from './lib/root.mjs'

const path = inRoot('package-lock.json')
const before = readLock(path)
const { lock, added } = completeLock(before)
const urls = resolvedUrls(lock)

if (process.argv.includes('--check')) {
  if (added.length > 0) {
    console.error(`package-lock.json misses ${added.length} optional packages of other platforms:`)
    for (const name of added) console.error(`  ${name}`)
    console.error('Run `node scripts/complete-lockfile.mjs`.')
  }
  if (urls.length > 0) {
    console.error(`package-lock.json names a registry in ${urls.length} "resolved" URLs, e.g. at ${urls[0]}:`)
    console.error(
      'remove the file and run `npm install` (.npmrc keeps the URLs out), then complete it again.',
    )
  }
  process.exitCode = added.length + urls.length > 0 ? 1 : 0
} else if (added.length > 0) {
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`Added ${added.length} optional packages of other platforms to package-lock.json.`)
} else {
  console.log('package-lock.json is complete.')
}
