import pino, { type Logger } from 'pino'

export type { Logger }

/** JSON lines on stdout. What may hold a secret (keys, tokens, URLs with credentials) is never handed to it. */
export const createLog = (level: string): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
