/**
 * How to start npm. Under `npm run` its own script is known, which is the same npm and needs no shell on
 * Windows, where npm is a .cmd file.
 *
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npmCommand(args) {
  const script = process.env.npm_execpath
  if (script?.endsWith('npm-cli.js')) return [process.execPath, [script, ...args]]
  if (process.platform === 'win32') return ['cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args]]
  return ['npm', [...args]]
}
