import { expect, test } from 'vitest'
import { discoverJson } from './discover-json'
import { liveRunner } from './testdata/runner'

const entry = { address: 'https://a.example:8935', capabilities: ['daydream/scope'], runners: [] }

test('nobody is an empty list, never null', () => {
  expect(discoverJson([])).toBe('[]')
})

test('keys stand in go-livepeer’s order, and what is empty is left out', () => {
  expect(discoverJson([entry, { ...entry, capabilities: [] }])).toBe(
    '[{"address":"https://a.example:8935","score":1,"capabilities":["daydream/scope"]},' +
      '{"address":"https://a.example:8935","score":1}]',
  )
  expect(discoverJson([{ ...entry, runners: [liveRunner({ metadata: '{}' })] }])).toBe(
    '[{"address":"https://a.example:8935","score":1,"capabilities":["daydream/scope"],"runners":[' +
      '{"url":"https://a.example:8935/apps/1/session",' +
      '"gpu":{"id":"GPU-1","name":"NVIDIA H100","vram_mb":81559},"app":"daydream/scope","version":"1.2.0",' +
      '"metadata":"{}","mode":"persistent","capacity":2,"capacity_used":1,"capacity_available":1,' +
      '"price_info":{"price":123456,"currency":"wei","unit":"seconds"}}]}]',
  )
})

test('capacities are there even when zero; a card without properties is an empty card', () => {
  const bare = liveRunner({
    version: '',
    mode: '',
    gpu: { id: '', name: '', vramMb: 0 },
    capacity: 0,
    capacityUsed: 0,
    capacityAvailable: 0,
    price: null,
  })
  expect(discoverJson([{ ...entry, runners: [bare, { ...bare, gpu: null }] }])).toContain(
    '"runners":[{"url":"https://a.example:8935/apps/1/session","gpu":{},"app":"daydream/scope",' +
      '"capacity":0,"capacity_used":0,"capacity_available":0},' +
      '{"url":"https://a.example:8935/apps/1/session","app":"daydream/scope",' +
      '"capacity":0,"capacity_used":0,"capacity_available":0}]',
  )
})

test('a price is a bare number in the spelling it came in', () => {
  for (const spelling of ['18446744073709551617', '1e21', '0.50']) {
    const price = { wei: 1n, perUnits: 1n, unit: 'fixed', spelling } as const
    expect(discoverJson([{ ...entry, runners: [liveRunner({ price })] }])).toContain(`"price":${spelling},`)
  }
})

test('texts of strangers stay texts, in JSON and in HTML', () => {
  const app = '"}]</script><b>&\u2028\u2029\\\u0000__proto__'
  const json = discoverJson([
    { ...entry, capabilities: [app], runners: [liveRunner({ app, metadata: app })] },
  ])
  expect(json).not.toMatch(/[<>&\u2028\u2029]|\p{Cc}/u)
  expect(JSON.parse(json)).toMatchObject([{ capabilities: [app], runners: [{ app, metadata: app }] }])
})
