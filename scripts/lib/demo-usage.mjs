const USAGE = `Starts the application on a simulated Livepeer network, at http://localhost:3000.

  npm run demo -- [options]

  --count N          N generated orchestrators (1 to 2000) instead of the usual ones
  --seed S           decides everything left to chance (default "devnet")
  --replay FILE      the orchestrators of a recorded /getNetworkCapabilities document
  --control-port P   where the simulated network is controlled (default 9936, or any free one)
  --base-port P      first orchestrator's port, the others follow (default 18935, 0 = any free ones)
  --help             this text

What is missing is installed and built. PORT, GATEWAY_PORT, DATA_DIR and SWEEP_INTERVAL_MS hold here too.
The usual network begins with three days of simulated history, the others with none.
`

/**
 * What the demo says of itself; null: nobody asks for it.
 *
 * @param {readonly string[]} args
 */
export const demoUsage = (args) => (args.includes('--help') || args.includes('-h') ? USAGE : null)
