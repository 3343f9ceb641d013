// An orchestrator's side of a job at the least cost: a fixed answer of a language model, or a stream of pieces.
// node scripts/lib/bare-upstream.mjs PORT
import { createServer } from 'node:http'

const [port] = process.argv.slice(2)
const answer = Buffer.from(
  JSON.stringify({
    id: 'bench',
    model: 'bench/model',
    created: 1,
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'x'.repeat(3_900) } },
    ],
  }),
)
/** @param {number} n @param {string | null} reason */
const piece = (n, reason) =>
  `data: ${JSON.stringify({
    id: 'bench',
    model: 'bench/model',
    created: 1,
    choices: [
      {
        index: 0,
        delta: { role: 'assistant', content: `word ${n}` },
        ...(reason && { finish_reason: reason }),
      },
    ],
  })}\n\n`
const PIECES = 100
const PIECE_MS = 20

createServer((request, response) => {
  let isStream = false
  request.on('data', (chunk) => {
    if (chunk.includes('"stream":true')) isStream = true
  })
  request.on('end', () => {
    if (!isStream) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      response.end(answer)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let n = 0
    const timer = setInterval(() => {
      n += 1
      response.write(piece(n, n === PIECES ? 'stop' : null))
      if (n < PIECES) return
      clearInterval(timer)
      response.end()
    }, PIECE_MS)
    response.on('close', () => clearInterval(timer))
  })
}).listen(Number(port), '127.0.0.1')
