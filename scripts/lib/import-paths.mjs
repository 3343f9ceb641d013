/**
 * @typedef {object} ImportingFile
 * @property {string} source
 * @property {readonly { module: string, resolved: string }[]} dependencies
 */

/**
 * Inside a module of lib, and inside app, paths are relative; beyond it they start with `@/`, so that a reader
 * sees a border being crossed and a moved file breaks nothing.
 *
 * @param {readonly ImportingFile[]} files
 * @returns {string[]} one line per import that leaves its module with `../`
 */
export function strayingPaths(files) {
  return files
    .filter(({ source }) => /^(lib|app)\//.test(source))
    .flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ module, resolved }) => module.startsWith('../') && moduleOf(resolved) !== moduleOf(source))
        .map(({ module, resolved }) => `${source} → ${module}: write '@/${resolved.replace(/\.tsx?$/, '')}'`),
    )
}

/**
 * @param {string} path
 * @returns {string} such as "lib/store", "app"; a file directly in lib counts as its own module
 */
function moduleOf(path) {
  const [top = '', second = ''] = path.split('/')
  return top === 'lib' ? `lib/${second}` : top
}
