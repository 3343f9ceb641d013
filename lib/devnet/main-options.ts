import { parseArgs } from 'node:util'
import { MAX_GENERATED } from './generate-fleet'

export interface MainOptions {
  /** Null: the standing fleet. */
  readonly count: number | null
  readonly seed: string
  /** A `/getNetworkCapabilities` document to replay. */
  readonly replayFile: string | null
  readonly controlPort: number
  readonly basePort: number
}

export const USAGE = `Starts a simulated Livepeer network on this machine.

  npm run devnet -- [options]

  --count N          N generated orchestrators (1 to 2000) instead of the standing fleet
  --seed S           decides everything left to chance (default "devnet")
  --replay FILE      the orchestrators of a recorded /getNetworkCapabilities document
  --control-port P   HTTP control and webhook port (default 9936, 0 = any free one)
  --base-port P      first orchestrator's port, the others follow (default 18935, 0 = any free ones)
  --help             this text
`

const MAX_PORT = 65_535
const DEFAULT_BASE_PORT = 18_935

/** A flag that cannot be understood; its message is one sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Null: help is asked for. */
export function parseMainOptions(args: readonly string[]): MainOptions | null {
  const values = parse(args)
  if (values.help) return null
  if (values.count !== undefined && values.replay !== undefined)
    throw new UsageError('--count and --replay exclude each other: a network is generated or replayed.')
  return {
    count: values.count === undefined ? null : wholeNumber('--count', values.count, 1, MAX_GENERATED),
    seed: values.seed ?? 'devnet',
    replayFile: values.replay ?? null,
    controlPort: wholeNumber('--control-port', values['control-port'] ?? '9936', 0, MAX_PORT),
    basePort: wholeNumber(
      '--base-port',
      values['base-port'] ?? String(DEFAULT_BASE_PORT),
      0,
      MAX_PORT - MAX_GENERATED,
    ),
  }
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        replay: { type: 'string' },
        'control-port': { type: 'string' },
        'base-port': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function wholeNumber(flag: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new UsageError(`${flag} is "${text}"; it takes a whole number from ${from} to ${to}.`)
  return value
}
