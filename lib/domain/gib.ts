const BYTES_PER_GIB = 2 ** 30

/** Gibibytes, which makers of cards call GB. */
export const gibOf = (bytes: bigint): number => Number(bytes) / BYTES_PER_GIB
