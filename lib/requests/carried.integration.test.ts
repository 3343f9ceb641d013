import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestSummaryDto, requestsDto, singleRequestDto } from '@/lib/api/contract/request'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const KEY = 'a key for tests alone'
const MODEL = 'org/model'

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = [{ pipeline: 'text-to-image', model: MODEL, price: 5n } as const]
  devnet = await Devnet.start({ fleet: [scenario({ name: 'one', jobMs: 0, models })] })
  standing = await startServer(devnet, { OPERATOR_KEY: KEY })
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const read = async (path: string): Promise<Response> =>
  fetch(`${standing.url}${path}`, { headers: { authorization: `Bearer ${KEY}` } })
const json = async (path: string): Promise<unknown> => (await read(path)).json()

test('what was carried to an orchestrator is in the list, the summary and the metrics, with why it went there', async () => {
  const prompt = 'a secret harbour'
  const response = await fetch(`${standing.url}/text-to-image`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt, model_id: MODEL, width: 64, height: 32 }),
  })
  expect(response.status, await response.text()).toBe(200)
  const { requests } = requestsDto.parse(await json('/api/v1/requests'))
  const [node] = devnet.serviceUris()
  expect(requests).toMatchObject([
    {
      state: 'ended',
      outcome: 'served',
      status: 200,
      pipeline: 'text-to-image',
      model: MODEL,
      node_uri: node,
    },
  ])
  const text = await (await read(`/api/v1/requests/${requests[0]?.id}`)).text()
  const single = singleRequestDto.parse(JSON.parse(text))
  expect(single).toMatchObject({ attempt_count: 1, attempts: [{ outcome: 'ok', node_uri: node }] })
  expect(single).toHaveProperty('decision.chosen')
  expect(text).not.toContain(prompt)
  const { windows } = requestSummaryDto.parse(await json('/api/v1/requests/summary?window=1h&by=model'))
  expect(windows).toMatchObject([{ requests: 1, served_share: 1, groups: [{ value: MODEL, requests: 1 }] }])
  expect(await (await read('/metrics')).text()).toContain(
    'livepeer_offerings_requests_total{pipeline="text-to-image",outcome="served"} 1',
  )
})
