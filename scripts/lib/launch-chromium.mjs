const LAUNCH_LIMIT_MS = 20_000

/**
 * Starts the browser and lets a page compute: a version string or an existing file would prove less.
 *
 * @param {{ executablePath: string, env: Record<string, string> }} chromium
 * @returns {Promise<string | null>} the first line of what went wrong
 */
export async function launchProblem({ executablePath, env }) {
  const { chromium } = await import('@playwright/test')
  try {
    const browser = await chromium.launch({
      executablePath,
      timeout: LAUNCH_LIMIT_MS,
      // Chromium refuses to run sandboxed as root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      env: { ...definedOnly(process.env), ...env },
    })
    try {
      const page = await browser.newPage()
      const answer = await page.evaluate('6 * 7')
      return answer === 42 ? null : `a page computed 6 * 7 as ${answer}`
    } finally {
      await browser.close()
    }
  } catch (error) {
    return String(error).split('\n')[0] ?? 'unknown'
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function definedOnly(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
