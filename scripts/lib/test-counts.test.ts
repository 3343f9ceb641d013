import { expect, test } from 'vitest'
import { playwrightCounts, vitestCounts } from './test-counts.mjs'

const vitestReport = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 1, numTodoTests: 2 }
const playwrightReport = { stats: { expected: 7, unexpected: 0, flaky: 1, skipped: 3 } }

test('counts come from the reports', () => {
  expect(vitestCounts(vitestReport)).toEqual({ passed: 12, skipped: 3, flaky: 0 })
  expect(playwrightCounts(playwrightReport)).toEqual({ passed: 8, skipped: 3, flaky: 1 })
})

test('a report that contradicts a green exit code is not believed', () => {
  expect(() => vitestCounts({ ...vitestReport, numFailedTests: 1 })).toThrow('1 failed')
  expect(() => playwrightCounts({ stats: { ...playwrightReport.stats, unexpected: 2 } })).toThrow('2 failed')
})

test('a run without tests does not pass', () => {
  expect(() => vitestCounts({ ...vitestReport, numPassedTests: 0 })).toThrow('no passed test')
})

test('a report of another shape is named', () => {
  expect(() => playwrightCounts({})).toThrow('no number "flaky"')
})
