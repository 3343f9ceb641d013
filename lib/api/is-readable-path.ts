/** Whether every percent sign in the path of a request target (as it came, with or without a query) begins valid UTF-8. */
export function isReadablePath(target: string): boolean {
  const [path = ''] = target.split('?', 1)
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
