// A proxy that does nothing but pass on, by node:http and undici: what a gateway in Node costs at the least.
// node scripts/lib/plain-proxy.mjs PORT UPSTREAM
import { createServer } from 'node:http'
import { Pool } from 'undici'

const [port, upstream = ''] = process.argv.slice(2)
const pool = new Pool(upstream, { pipelining: 1 })

createServer(async (request, response) => {
  try {
    const answer = await pool.request({
      method: 'POST',
      path: request.url ?? '/',
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      body: request,
    })
    response.writeHead(answer.statusCode, {
      'content-type': String(answer.headers['content-type']),
      ...(answer.headers['content-length'] && { 'content-length': String(answer.headers['content-length']) }),
    })
    answer.body.pipe(response)
  } catch {
    response.writeHead(502)
    response.end()
  }
}).listen(Number(port), '127.0.0.1')
