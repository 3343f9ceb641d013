/** Between two steps of long work: requests and probes go on. */
export const turnOfOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
