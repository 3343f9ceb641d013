import type { Bytes, Document } from './document'

/** What a handler answers with, before a door turns it into bytes on its own kind of connection. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Null: no body. A stream goes out as it comes, and is cancelled when the client goes. */
  readonly body: Document | Bytes | ReadableStream<Uint8Array> | null
}

/** The part of a request that handlers look at; header names in lower case. */
export interface ReadRequest {
  readonly method: string
  readonly url: URL
  readonly header: (name: string) => string | null
  /** All of them, for what is passed on; left out where nobody passes anything on. */
  readonly headers?: () => Iterable<readonly [name: string, value: string]>
  /** The address that the connection comes from; null, or left out: the door does not know. */
  readonly peer?: string | null
  /** Left out where there is none. */
  readonly readBody?: ReadBody
  /** The body as it comes, for what is not read into memory; null: there is none. */
  readonly openBody?: () => AsyncIterable<Uint8Array> | null
  /** Left out where nobody can tell whether it is still there. */
  readonly client?: ClientPresence
}

/** The whole body of a request, MAX_BODY_BYTES of it at most unless more is allowed. Rejects with BodyTooLarge, and with BodyBrokenOff. */
export type ReadBody = (maxBytes?: number) => Promise<Bytes>

/** Whoever waits for the answer. */
export interface ClientPresence {
  readonly isGone: boolean
  /** Calls once when it goes, at once where it has gone; returns what ends that. */
  onGone(listener: () => void): () => void
}

/** Where nobody can tell, it is there. */
export const PRESENT_CLIENT: ClientPresence = { isGone: false, onGone: () => () => undefined }

/** What no operation but the routes of jobs needs more of; it is read into memory. */
export const MAX_BODY_BYTES = 65_536

/** A body of more than MAX_BODY_BYTES. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}

/** A body that ended before it was complete: the client has gone, or sent what is no HTTP. */
export class BodyBrokenOff extends Error {
  override name = 'BodyBrokenOff'
}

const JSON_TYPE = 'application/json'

export const jsonAnswer = (body: Document, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body,
})
