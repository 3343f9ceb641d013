import { describe, expect, test } from 'vitest'
import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { readConfig as read } from './config'

const PUBLIC_RPC_URL = 'https://rpc.example'
const readConfig = (env: Record<string, string>, files: Record<string, string> = {}) =>
  read(env, {
    publicRpcUrl: PUBLIC_RPC_URL,
    readFile: (path) => {
      const text = files[path]
      if (text === undefined) throw Object.assign(new Error('no file'), { code: 'ENOENT' })
      return text
    },
  })

test('everything has a default but the sources', () =>
  expect(readConfig({})).toMatchObject({
    gatewayPort: 9935,
    gatewayHost: null,
    routingAuth: 'keys',
    routingSpendWeiPerDay: null,
    dataDir: './data',
    sources: [{ kind: 'chain', name: 'chain', rpcUrl: PUBLIC_RPC_URL }],
    identity: { kind: 'ephemeral' },
    rates: { fixed: null, http: null },
    allowCidrs: [],
    sweepIntervalMs: 60_000,
    probeTimeoutMs: 3_000,
    probeConcurrency: 100,
  }))

test('a variable set to nothing counts as unset', () =>
  expect(readConfig({ GATEWAY_PORT: '', ORCH_ADDRS: ' ' })).toMatchObject({
    gatewayPort: 9935,
    sources: [{ kind: 'chain' }],
  }))

describe('a wrong value is refused by name, with what would be right', () => {
  test.each([
    [{ PROBE_TIMEOUT_MS: '3s' }, /PROBE_TIMEOUT_MS is not a whole number, such as 3000/],
    [{ GATEWAY_PORT: '70000' }, /GATEWAY_PORT is not between 0 and 65535/],
    [{ ORCH_ALLOW_CIDRS: '127.0.0.1' }, /ORCH_ALLOW_CIDRS .*127\.0\.0\.0\/8/],
    [{ ORCH_WEBHOOK_URL: 'ftp://x' }, /ORCH_WEBHOOK_URL is not an http or https URL/],
    [{ BREAKER_RATIO: '0' }, /BREAKER_RATIO is not a share above 0 and up to 1, such as 0.5/],
    [{ BREAKER_RATIO: '1.5' }, /BREAKER_RATIO is not a share/],
    [{ BREAKER_MIN_SAMPLES: '101' }, /BREAKER_MIN_SAMPLES is not between 1 and 100/],
    [{ BREAKER_OPEN_MS: '900000' }, /BREAKER_OPEN_MS is 900000, and BREAKER_MAX_OPEN_MS only 600000/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is not one of/],
    [{ IDENTITY: 'me' }, /IDENTITY is not one of none, ephemeral/],
    [{ IDENTITY: 'keystore' }, /IDENTITY is keystore, which needs ETH_KEYSTORE_FILE/],
    [{ ETH_KEYSTORE_FILE: 'k' }, /needs ETH_PASSWORD_FILE/],
    [{ ETH_PASSWORD_FILE: 'p' }, /ETH_PASSWORD_FILE is set, and ETH_KEYSTORE_FILE is not/],
    [{ IDENTITY: 'remote-signer' }, /needs REMOTE_SIGNER_URL/],
    [{ ETH_KEYSTORE_FILE: 'k', ETH_PRIVATE_KEY: `0x${'1'.repeat(64)}` }, /both set; IDENTITY says/],
    [{ ORCH_WEBHOOK_HEADERS: 'no colon' }, /ORCH_WEBHOOK_HEADERS is not a comma list of Name:value/],
    [{ REMOTE_SIGNER_HEADERS: 'Content-Length:5' }, /REMOTE_SIGNER_HEADERS is not/],
    [{ REMOTE_SIGNER_HEADERS: 'a b:c' }, /REMOTE_SIGNER_HEADERS is not/],
    [{ ORCH_ALLOW_HOSTS: 'https://a' }, /ORCH_ALLOW_HOSTS is not a comma list of names/],
    [{ RUNNER_HOSTS: '*.a' }, /RUNNER_HOSTS is not/],
    [{ EXTRA_NODES: '101' }, /EXTRA_NODES is not between 0 and 100/],
    [{ CHAIN_DISCOVERY: 'yes' }, /CHAIN_DISCOVERY is not one of auto, on, off/],
    [{ SOURCES_FILE: 'missing.json' }, /SOURCES_FILE missing\.json cannot be read \(ENOENT\)/],
    [{ PRICING_FILE: 'missing.json' }, /PRICING_FILE missing\.json cannot be read \(ENOENT\)/],
    [
      { ETH_PRIVATE_KEY: `0x${'f'.repeat(64)}` },
      /ETH_PRIVATE_KEY is not 0x and 64 hexadecimal digits of a key/,
    ],
    [{ ETH_PRIVATE_KEY: `0x${'0'.repeat(64)}` }, /ETH_PRIVATE_KEY is not/],
    [{ ETH_USD: '0' }, /ETH_USD is not a number of dollars above zero/],
    [{ ETH_USD: '2,500' }, /ETH_USD is not a number/],
    [{ ETH_USD_URL: 'https://p' }, /ETH_USD_URL needs ETH_USD_PATH/],
    [{ LEADERBOARD_URL: 'ftp://p' }, /LEADERBOARD_URL/],
    [{ HISTORY_5M_DAYS: '0' }, /HISTORY_5M_DAYS is not between 1 and 3650/],
    [{ HISTORY_1D_DAYS: '3651' }, /HISTORY_1D_DAYS is not between 1 and 3650/],
    [{ GATEWAY_HOST: 'http://me' }, /GATEWAY_HOST is not an address or a name/],
    [{ ROUTING_AUTH: 'everybody' }, /ROUTING_AUTH is not one of keys, open, open-to-anyone/],
    [{ ROUTING_SPEND_WEI_PER_DAY: '1e18' }, /ROUTING_SPEND_WEI_PER_DAY is not a whole number of wei/],
    [{ OPERATOR_KEY: 'short' }, /OPERATOR_KEY has less than 16/],
    [{ OPERATOR_KEY: 'sixteen letters Ä' }, /OPERATOR_KEY has other characters/],
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

describe('sources', () => {
  const kinds = (env: Record<string, string>, files: Record<string, string> = {}) =>
    readConfig(env, files).sources.map(({ kind }) => kind)
  const file = (...sources: object[]) => ({ 'sources.json': JSON.stringify({ sources }) })
  const SOURCES_FILE = 'sources.json'

  test('the chain is read when nothing is named, when its RPC is, and when it is asked for', () => {
    expect(kinds({})).toEqual(['chain'])
    expect(kinds({ CHAIN_DISCOVERY: 'off' })).toEqual([])
    expect(kinds({ ORCH_ADDRS: 'a' })).toEqual(['list'])
    expect(kinds({ ORCH_ADDRS: 'a', CHAIN_DISCOVERY: 'on' })).toEqual(['list', 'chain'])
    expect(kinds({ ORCH_ADDRS: 'a', ETH_RPC_URL: 'https://r' })).toEqual(['list', 'chain'])
    expect(kinds({ ORCH_ADDRS: 'a', ETH_RPC_URL: 'https://r', CHAIN_DISCOVERY: 'off' })).toEqual(['list'])
    expect(kinds({ SOURCES_FILE }, file({ type: 'list', addresses: [] }))).toEqual(['list'])
    const chain = file({ type: 'chain' })
    expect(readConfig({ SOURCES_FILE, ETH_RPC_URL: 'https://r' }, chain).sources).toEqual([
      { kind: 'chain', name: 'chain', rpcUrl: 'https://r' },
    ])
    expect(() => readConfig({ SOURCES_FILE, CHAIN_DISCOVERY: 'off' }, chain)).toThrow(/take one of them away/)
  })

  test('all together, from the environment and a file, each with its own headers', () => {
    const env = {
      ORCH_ADDRS: 'a.example, b.example',
      ORCH_WEBHOOK_URL: 'https://lists.example/x',
      ORCH_WEBHOOK_HEADERS: 'Authorization: Bearer a:b, X-Team:y',
      REMOTE_SIGNER_URL: 'http://signer.internal:8935',
      GATEWAY_IMPORT_URL: 'http://gateway.internal:5935/getNetworkCapabilities',
      SOURCES_FILE,
      ACME_TOKEN: 's3cret',
    }
    const files = file(
      { type: 'webhook', name: 'acme', url: 'https://acme.example', headers: { 'X-Key': '${ACME_TOKEN}' } },
      { type: 'chain', interval_ms: 600_000 },
    )
    expect(readConfig(env, files).sources).toEqual([
      { kind: 'list', name: 'list', addresses: ['a.example', ' b.example'] },
      {
        kind: 'webhook',
        name: 'webhook',
        url: 'https://lists.example/x',
        headers: { Authorization: 'Bearer a:b', 'X-Team': 'y' },
      },
      { kind: 'signer', name: 'signer', url: 'http://signer.internal:8935', headers: {} },
      {
        kind: 'gateway',
        name: 'gateway',
        url: 'http://gateway.internal:5935/getNetworkCapabilities',
        headers: {},
      },
      { kind: 'webhook', name: 'acme', url: 'https://acme.example', headers: { 'X-Key': 's3cret' } },
      { kind: 'chain', name: 'chain', rpcUrl: PUBLIC_RPC_URL, cadenceMs: 600_000 },
    ])
  })

  test.each([
    ['{', /SOURCES_FILE sources\.json: is not JSON/],
    ['{"source":[]}', /the file has the unknown key source/],
    ['{"sources":[{"type":"dns"}]}', /sources\[0\]\S* is none of list, webhook, signer, gateway, chain/],
    ['{"sources":[{"type":"webhook"}]}', /sources\[0\]\.url is missing/],
    [
      '{"sources":[{"type":"webhook","url":"ftp://s3cret"}]}',
      /sources\[0\]\.url is not an http or https URL/,
    ],
    [
      '{"sources":[{"type":"webhook","url":"https://x","haeders":{}}]}',
      /sources\[0\] has the unknown key haeders/,
    ],
    [
      '{"sources":[{"type":"list","addresses":[],"interval_ms":5}]}',
      /sources\[0\]\.interval_ms is below 1000/,
    ],
    ['{"sources":[{"type":"list","addresses":[],"name":"A b"}]}', /sources\[0\]\.name is not 1 to 40/],
    [
      '{"sources":[{"type":"webhook","url":"https://x","headers":{"k":"${NO"}}]}',
      /has a \$\{ without a name/,
    ],
    [
      '{"sources":[{"type":"webhook","url":"https://x","headers":{"k":"${a b}"}}]}',
      /has a \$\{ without a name/,
    ],
    ['{"sources":[{"type":"webhook","url":"https://x","headers":{"Host":"y"}}]}', /sources\[0\]\.headers/],
    [
      '{"sources":[{"type":"webhook","url":"https://${NO_SUCH}"}]}',
      /names the variable NO_SUCH, which is not set/,
    ],
    [
      '{"sources":[{"type":"list","addresses":[],"name":"nodes"}]}',
      /"nodes" is what orchestrators advertise/,
    ],
    [
      '{"sources":[{"type":"list","addresses":[]},{"type":"list","addresses":[]}]}',
      /two sources are called list/,
    ],
  ])('a file with %s is refused with the place and what would be right, and no value', (text, message) => {
    const read = () => readConfig({ SOURCES_FILE }, { 'sources.json': text })
    expect(read).toThrow(message)
    expect(read).not.toThrow(/s3cret/)
  })
})

test('who we are follows from what is set; IDENTITY decides', () => {
  const kindOf = (env: Record<string, string>) => readConfig(env).identity.kind
  const key = { ETH_PRIVATE_KEY: `0x${'1'.repeat(64)}` }
  const keystore = { ETH_KEYSTORE_FILE: 'k', ETH_PASSWORD_FILE: 'p' }
  const signer = { REMOTE_SIGNER_URL: 'https://s' }
  expect(kindOf({})).toBe('ephemeral')
  expect(kindOf({ IDENTITY: 'none', ...key })).toBe('none')
  expect(kindOf({ ...key, ...signer })).toBe('private-key')
  expect(kindOf({ ...keystore, ...signer })).toBe('keystore')
  expect(kindOf(signer)).toBe('remote-signer')
  expect(kindOf({ ...key, ...keystore, IDENTITY: 'keystore' })).toBe('keystore')
})

test('when whoever runs jobs is suspended', () => {
  expect(readConfig({}).breaker).toEqual(DEFAULT_BREAKER_SETTINGS)
  expect(readConfig({ BREAKER_RATIO: '.25', BREAKER_OPEN_MS: '1000' }).breaker).toMatchObject({
    ratio: 0.25,
    openMs: 1_000,
    maxOpenMs: 600_000,
  })
})

describe('the file of prices', () => {
  const PRICING_FILE = 'pricing.json'
  const file = (...lines: string[]) => ({ [PRICING_FILE]: lines.join('\n') })

  test('without one nothing is sold', () => expect(readConfig({}).pricing).toBeNull())

  test('is read at start', () => {
    const { pricing } = readConfig({ PRICING_FILE }, file('{"default": {"markup_percent": 20}}'))
    expect(pricing).toMatchObject({ path: PRICING_FILE, initial: { fallback: { kind: 'markup' } } })
  })

  test('every mistake in it is named by its line', () =>
    expect(() =>
      readConfig(
        { PRICING_FILE },
        file(
          '{"prices": {"text-to-image": {',
          '"SG161222/RealVisXL": {"usd": "0.02", "per": "picture"},',
          '"flux": {"usd": "a lot", "per": "image"}',
          '}}}',
        ),
      ),
    ).toThrow(
      'PRICING_FILE pricing.json line 2 (prices.text-to-image.SG161222/RealVisXL): "per" is "picture"; use image, megapixel; line 3 (prices.text-to-image.flux): "usd" is "a lot"',
    ))
})
