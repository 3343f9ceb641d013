/**
 * The number of the snapshot that comes after another one: when it ended, or one more than the one before. By its time,
 * since one that cannot be stored is served under its number all the same: whoever writes the next one, after a restart
 * or in another process, knows nothing of it and must not give that number to something else.
 */
export const snapshotNumber = (previous: number | null, endedAt: number): number =>
  Math.max((previous ?? 0) + 1, endedAt)
