import { SetupError } from './setup-error.mjs'

/** @typedef {{ passed: number, skipped: number, flaky: number }} Counts */

/**
 * @param {unknown} report of vitest's json reporter
 * @returns {Counts}
 */
export function vitestCounts(report) {
  const passed = numberIn(report, 'numPassedTests')
  const skipped = numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests')
  return checked({ passed, skipped, flaky: 0 }, numberIn(report, 'numFailedTests'))
}

/**
 * @param {unknown} report of Playwright's json reporter
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const stats = property(report, 'stats')
  const flaky = numberIn(stats, 'flaky')
  const passed = numberIn(stats, 'expected') + flaky
  return checked({ passed, skipped: numberIn(stats, 'skipped'), flaky }, numberIn(stats, 'unexpected'))
}

/**
 * The exit code has spoken already; a report that says otherwise means that we misread one of them.
 *
 * @param {Counts} counts
 * @param {number} failed
 */
function checked(counts, failed) {
  if (failed > 0) throw new SetupError(`The run ended well and its report counts ${failed} failed tests.`)
  if (counts.passed === 0) throw new SetupError('The run ended well and its report counts no passed test.')
  return counts
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function numberIn(value, name) {
  const number = property(value, name)
  if (typeof number === 'number') return number
  throw new SetupError(`The test report has no number "${name}".`)
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function property(value, name) {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}
