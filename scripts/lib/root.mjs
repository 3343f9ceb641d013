import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, wherever the command was started from. */
export const ROOT = resolve(fileURLToPath(import.meta.url), '..', '..', '..')

/** @param {...string} parts */
export const inRoot = (...parts) => resolve(ROOT, ...parts)

export const LOG_DIR = inRoot('.cache', 'logs')
