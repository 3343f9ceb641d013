import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseAddress } from '@/lib/domain/eth-address'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { LeaderboardBoard } from './leaderboard-board'

let server: Server
let answer: RequestListener
let now: number
let problems: string[]
let board: LeaderboardBoard
beforeEach(async () => {
  now = 1_000_000_000
  problems = []
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  board = new LeaderboardBoard(`http://127.0.0.1:${port}/api/aggregated_stats?key=s3cret`, {
    net: { lookup: async () => [], policy: createDialPolicy({}) },
    now: () => now,
    onProblem: (problem) => problems.push(problem),
  })
})
afterEach(() => {
  board.stop()
  server.closeAllConnections()
  server.close()
})
const replying =
  (body: unknown, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))

const ADDRESS = '0x525419ff5707190389bfb5c87c375d710f5fcb0e'
const OTHER = `0x${'1'.repeat(40)}`
const scores = { success_rate: 0.98, round_trip_score: 0.5, score: 0.49 }

test('scores are found by address, and a region in which somebody else is tested alone is blank', async () => {
  answer = replying({ [ADDRESS]: { FRA: scores }, [OTHER]: { MDW: { ...scores, score: 0 } } })
  await board.read()
  const read = board.current()
  expect(read).toMatchObject({ readAt: now, regions: ['FRA', 'MDW'] })
  const own = read?.scores.get(parseAddress(ADDRESS) ?? '')
  expect(own).toEqual(new Map([['FRA', { successRate: 0.98, roundTripScore: 0.5, score: 0.49 }]]))
  // A stated zero is a score.
  expect(read?.scores.get(parseAddress(OTHER) ?? '')?.get('MDW')?.score).toBe(0)
})

test('what is no score is left out, and prototype keys are nobody', async () => {
  answer = replying(
    `{"__proto__":{"FRA":{}},"constructor":1,"${ADDRESS}":{"FRA":{"success_rate":2,"round_trip_score":0,"score":0},"__proto__":{"success_rate":1,"round_trip_score":1,"score":1e999},"MDW":{"success_rate":"1","round_trip_score":1,"score":1},"LAX":[1],"SEA":${JSON.stringify(scores)}}}`,
  )
  await board.read()
  expect([...(board.current()?.scores.keys() ?? [])]).toEqual([parseAddress(ADDRESS)])
  expect(board.current()?.regions).toEqual(['SEA'])
})

test.each([
  ['<html>', 200, /not JSON/],
  ['{}', 200, /names no address/],
  ['[]', 200, /names no address/],
  ['{"a":1}', 500, /answered 500/],
])('an answer of %s keeps what was read before, and says so once', async (body, status, message) => {
  answer = replying({ [ADDRESS]: { FRA: scores } })
  await board.read()
  const before = board.current()
  answer = replying(body, status)
  await board.read()
  await board.read()
  expect(board.current()).toBe(before)
  expect(problems).toEqual([expect.stringMatching(message)])
  expect(problems[0]).not.toContain('s3cret')
  now += 7 * 60 * 60_000
  expect(board.current()).toBeNull()
})
