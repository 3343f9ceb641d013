/** A request that the signer answers with a status and a text within JSON. */
export class SignerRefusal extends Error {
  override name = 'SignerRefusal'
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}
