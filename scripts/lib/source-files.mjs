import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from './fingerprint.mjs'

/**
 * The files that belong to the project: tracked, or new and not ignored.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {string[]} slash-separated, relative to root
 */
export function sourceFiles(root, folders) {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...folders]
    const output = execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // git still lists what was deleted and not yet committed.
    return output.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
  } catch {
    // Unpacked from an archive, without a repository: then everything there is ours.
    return folders.flatMap((folder) => filesUnder(root, folder))
  }
}
