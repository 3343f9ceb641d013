import { SIMULATED_MARK } from './grpc-stream'

export interface HttpAnswer<Body extends string | Buffer = string> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

const answer = <Body extends string | Buffer>(
  status: number,
  contentType: string,
  body: Body,
): HttpAnswer<Body> => ({
  status,
  headers: { 'content-type': contentType, ...SIMULATED_MARK },
  body,
})

export const textAnswer = (status: number, body: string): HttpAnswer =>
  answer(status, 'text/plain; charset=utf-8', body)

export const mediaAnswer = (contentType: string, body: Buffer): HttpAnswer<Buffer> =>
  answer(200, contentType, body)

export const jsonAnswer = (body: string, status = 200): HttpAnswer => answer(status, 'application/json', body)

/** A node's HTTP side has nothing but its live runners to get. */
export const NOT_FOUND_PAGE = textAnswer(404, '404 page not found\n')

/** The page of a proxy whose node is down. */
export const BAD_GATEWAY_PAGE = answer(
  502,
  'text/html; charset=utf-8',
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
)
