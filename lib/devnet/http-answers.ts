import { SIMULATED_MARK } from './grpc-stream'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const answer = (status: number, contentType: string, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': contentType, ...SIMULATED_MARK },
  body,
})

const TEXT = 'text/plain; charset=utf-8'

/** What a node's HTTP side says, on the port that also speaks gRPC: it has no live runners, and nothing else to get. */
export const httpAnswer = (path: string): HttpAnswer =>
  path.split('?')[0] === '/discovery'
    ? answer(404, TEXT, 'live runners are not supported\n')
    : answer(404, TEXT, '404 page not found\n')

/** The page of a proxy whose node is down. */
export const BAD_GATEWAY_PAGE = answer(
  502,
  'text/html; charset=utf-8',
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
)
