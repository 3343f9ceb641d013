/** What a process holds open besides listening sockets, and room for clients to connect. */
const HEADROOM = 256
/** Below this no usual limit is in the way, and looking it up can be spared. */
const SMALL_FLEET = 200

/** Throws with one clear sentence when this process may not open as many sockets. */
export function checkOpenFileLimit(orchestrators: number): void {
  if (orchestrators <= SMALL_FLEET) return
  const limit = openFileLimit()
  const needed = 2 * orchestrators + HEADROOM
  if (limit !== null && limit < needed)
    throw new Error(
      `${orchestrators} orchestrators need ${needed} open files, and the limit is ${limit}; raise it with "ulimit -n ${needed}" or start fewer`,
    )
}

/** Null where there is none, or none is told (Windows). */
function openFileLimit(): number | null {
  const report: unknown = process.report?.getReport()
  const soft = at(at(at(report, 'userLimits'), 'open_files'), 'soft')
  return typeof soft === 'number' ? soft : null
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined
