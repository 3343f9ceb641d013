import { expect, test } from 'vitest'
import { ProbeTallyMaker } from '@/lib/history/probe-tally'
import { ReliabilityBoard, type ReliabilityBoardDeps } from './reliability-board'

const NOW = 1_800_000_000_000
const COUNTED = NOW - 600_000

const board = (
  progress: () => number | null,
  jobs = { succeeded: 0, faults: 0 },
): { board: ReliabilityBoard; questions: () => number } => {
  let questions = 0
  const tally = new ProbeTallyMaker()
  for (let i = 0; i < 100; i++) tally.addProbe('ok', 20)
  const store: ReliabilityBoardDeps['store'] = {
    readRollUpProgress: async () => ({ '5m': progress(), '1h': null, '1d': null }),
    readTallies: async () => {
      questions++
      return [tally]
    },
    readJobCounts: async () => jobs,
  }
  const deps: ReliabilityBoardDeps = {
    store,
    now: () => NOW,
    turn: async () => {},
    onError: (error) => {
      throw error
    },
  }
  return { board: new ReliabilityBoard(deps), questions: () => questions }
}

test('what is known is at hand, and reckoned once for as long as no more probes are counted', async () => {
  const { board: scores, questions } = board(() => COUNTED)
  await scores.refresh(['https://a.example:8935'])
  await scores.refresh(['https://a.example:8935'])
  expect(scores.score('https://a.example:8935', '24h')).toBeGreaterThan(90)
  expect(scores.score('https://nobody.example:8935', '24h')).toBeNull()
  expect([scores.until, questions()]).toEqual([COUNTED, 4])
})

test('asked before the nodes are known, it reckons when they are', async () => {
  const { board: scores } = board(() => COUNTED)
  await scores.refresh([])
  expect(scores.until).toBeNull()
  await scores.refresh(['https://a.example:8935'])
  expect(scores.score('https://a.example:8935', '1h')).toBeGreaterThan(90)
})

test('jobs that failed count against a node whose probes are all well', async () => {
  const scoreAfter = async (jobs: { succeeded: number; faults: number }) => {
    const { board: scores } = board(() => COUNTED, jobs)
    await scores.refresh(['https://a.example:8935'])
    return scores.score('https://a.example:8935', '24h') ?? 0
  }
  const [none, good, bad] = [
    await scoreAfter({ succeeded: 0, faults: 0 }),
    await scoreAfter({ succeeded: 1_000, faults: 0 }),
    await scoreAfter({ succeeded: 10, faults: 990 }),
  ]
  expect(good).toBeGreaterThan(none)
  expect(bad).toBeLessThan(80)
})
