import { describe, expect, test } from 'vitest'
import { readConfig } from './config'

test('everything has a default but the sources', () =>
  expect(readConfig({})).toMatchObject({
    gatewayPort: 9935,
    dataDir: './data',
    orchAddrs: null,
    orchWebhookUrl: null,
    allowCidrs: [],
    sweepIntervalMs: 60_000,
    probeTimeoutMs: 3_000,
    probeConcurrency: 100,
  }))

test('a variable set to nothing counts as unset', () =>
  expect(readConfig({ GATEWAY_PORT: '', ORCH_ADDRS: ' ' })).toMatchObject({
    gatewayPort: 9935,
    orchAddrs: null,
  }))

describe('a wrong value is refused by name, with what would be right', () => {
  test.each([
    [{ PROBE_TIMEOUT_MS: '3s' }, /PROBE_TIMEOUT_MS is not a whole number, such as 3000/],
    [{ GATEWAY_PORT: '70000' }, /GATEWAY_PORT is not between 0 and 65535/],
    [{ ORCH_ALLOW_CIDRS: '127.0.0.1' }, /ORCH_ALLOW_CIDRS .*127\.0\.0\.0\/8/],
    [{ ORCH_WEBHOOK_URL: 'ftp://x' }, /ORCH_WEBHOOK_URL is not an http or https URL/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is not one of/],
    [{ IDENTITY: 'me' }, /IDENTITY is not one of none, ephemeral/],
    [{ OPERATOR_KEY: 'short' }, /OPERATOR_KEY has less than 16/],
  ])('%o', (env, message) => expect(() => readConfig(env)).toThrow(message))

  test('all of them at once, and never a value that may be a secret', () => {
    const read = () =>
      readConfig({
        PROBE_TIMEOUT_MS: 'x',
        ORCH_WEBHOOK_URL: 'hps://user:secret@host',
        ETH_PRIVATE_KEY: 'secret',
      })
    expect(read).toThrow(/PROBE_TIMEOUT_MS.*ORCH_WEBHOOK_URL|ORCH_WEBHOOK_URL.*PROBE_TIMEOUT_MS/)
    expect(read).not.toThrow(/secret/)
  })
})
