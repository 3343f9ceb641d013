// A plain node:http server over some files, held in memory: what answering the same bytes costs at the least.
// node scripts/lib/bare-server.mjs PORT PATH=FILE …
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, ...pairs] = process.argv.slice(2)
const etag = '"bare"'
const bodies = new Map(
  pairs.map((pair) => {
    const [path = '', file = ''] = pair.split('=')
    return [path, readFileSync(file)]
  }),
)

createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?')
  const body = bodies.get(path)
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag })
    response.end()
  } else if (body) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, etag })
    response.end(body)
  } else {
    response.writeHead(404)
    response.end()
  }
}).listen(Number(port), '127.0.0.1')
