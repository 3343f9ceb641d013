import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { demoUsage } from './demo-usage.mjs'

test('help is given to whoever asks for it alone', () => {
  expect(demoUsage([])).toBeNull()
  expect(demoUsage(['--count', '5'])).toBeNull()
  expect(demoUsage(['--count', '5', '-h'])).toBe(demoUsage(['--help']))
})

test('it is the demo’s own, and nothing is started, whatever ports are taken', async () => {
  const env = { ...process.env, PORT: '0' }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['scripts/demo.mjs', '--help'], {
    env,
  })
  expect(stdout).toBe(demoUsage(['--help']))
  for (const flag of ['npm run demo', '--count', '--seed', '--replay', '--control-port', '--base-port'])
    expect(stdout).toContain(flag)
  expect(stderr).toBe('')
})
