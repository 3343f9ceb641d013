import { expect, test } from 'vitest'
import { countNodes } from './count-nodes'
import { observation } from './testdata/observation'

test('nodes that were not due are listed and not asked, and count as answered by their latest question', () => {
  const nodes = [
    observation({ askedAt: 2_000 }),
    observation({ askedAt: 3_000, kind: 'timed-out' }),
    observation({ askedAt: 1_999 }),
    observation({ askedAt: 500, kind: 'refused' }),
    // By a clock that was set back since.
    observation({ askedAt: 3_001 }),
  ]
  expect(countNodes({ startedAt: 2_000, endedAt: 3_000, nodes })).toEqual({
    listed: 5,
    asked: 2,
    answered: 3,
  })
  expect(countNodes({ startedAt: 2_000, endedAt: 3_000, nodes: [] })).toEqual({
    listed: 0,
    asked: 0,
    answered: 0,
  })
})
