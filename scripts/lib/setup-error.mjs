/** A failure whose message is written for the person at the terminal: printed alone, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message one sentence: what failed and what would help
   * @param {{ detail?: string, cause?: unknown }} [options] detail is printed above the message
   */
  constructor(message, options = {}) {
    super(message, { cause: options.cause })
    this.name = 'SetupError'
    this.detail = options.detail ?? ''
  }
}
