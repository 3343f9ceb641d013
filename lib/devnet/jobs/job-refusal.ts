/**
 * A job that is answered with a status and a plain text, as go-livepeer's http.Error writes it, or within JSON, as its
 * respondJsonError does.
 */
export class JobRefusal extends Error {
  override name = 'JobRefusal'
  constructor(
    readonly status: number,
    message: string,
    readonly form: 'text' | 'json' = 'text',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

/**
 * A request that go-livepeer is not ready for: its handler panics and the client gets no answer, only the end of its
 * connection.
 */
export class GoPanic extends Error {
  override name = 'GoPanic'
}

export const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference'
