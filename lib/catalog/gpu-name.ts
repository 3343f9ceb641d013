/** `NVIDIA GeForce RTX 4090` → `RTX 4090`: the words that every card of a maker bears say nothing. */
export function canonicalGpuName(reported: string): string {
  const short = reported
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^NVIDIA\s+/i, '')
    .replace(/^GeForce\s+/i, '')
    .replace(/\s+Generation$/i, '')
  return short === '' ? 'unnamed card' : short
}
