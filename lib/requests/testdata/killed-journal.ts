import { writeSync } from 'node:fs'
import { routedRequest } from '@/lib/domain/testdata/routed-request'
import { openSqliteStore } from '@/lib/store/sqlite/sqlite-store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { RequestJournal } from '../request-journal'

/**
 * Carries invented requests until it is killed, and writes the id and the end of each right when it ends.
 * `killed-journal.ts FILE RUN`
 */
const [file = '', run = ''] = process.argv.slice(2)

const store = openSqliteStore(file, { migrationsFolder: 'drizzle/migrations' })
const journal = new RequestJournal({
  store,
  every: (ms, beat) => {
    const timer = setInterval(beat, ms)
    return () => clearInterval(timer)
  },
  turn: turnOfOthers,
  monotonicMs: () => performance.now(),
  onError: (error) => {
    throw error
  },
})
journal.start()
const decision = { rejected: Array.from({ length: 40 }, (_, i) => ({ node: `https://n${i}.example:8935` })) }
for (let i = 0; ; i++) {
  const endedAt = Date.now()
  const record = routedRequest({ id: `${run}-${i}`, startedAt: endedAt - 5, totalMs: 5, decision })
  journal.begin(record).end(record)
  // At once: what a pipe holds back is lost with the process.
  writeSync(1, `${record.id} ${endedAt}\n`)
  await (i % 20 === 0 ? new Promise((resolve) => setTimeout(resolve, 5)) : turnOfOthers())
}
