/** The ways in which a promise of the application itself can be broken. */
export type AppErrorCode = 'bad-configuration' | 'store-unusable' | 'port-taken'

/** A broken promise that ends what was tried; its message says what we tried, what came back and what would work. */
export class AppError extends Error {
  override name = 'AppError'
  constructor(
    readonly code: AppErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
