/**
 * What can be wrong with a store that cannot do as it is told:
 * `full` has no room, `read-only` may not be written, `busy` is held by another process for longer than we wait,
 * `damaged` holds what is no database any more, `gone` is not where it was, `failing` is a disk that does not do as it is
 * told.
 */
export const STORE_FAULTS = ['full', 'read-only', 'busy', 'damaged', 'gone', 'failing'] as const
export type StoreFault = (typeof STORE_FAULTS)[number]

/**
 * A store could not be read or written, for a reason that lies with its disk. What was to be written is not there, and
 * nothing else was harmed. Its message is a sentence for people, always the same for one fault of one store.
 */
export class StoreFailure extends Error {
  override name = 'StoreFailure'
  constructor(
    readonly fault: StoreFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
