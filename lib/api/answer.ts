import type { Bytes, Document } from './document'

/** What a handler answers with, before a door turns it into bytes on its own kind of connection. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Null: no body. */
  readonly body: Document | Bytes | null
}

/** The part of a request that handlers of reads look at; header names in lower case. */
export interface ReadRequest {
  readonly method: string
  readonly url: URL
  readonly header: (name: string) => string | null
}

const JSON_TYPE = 'application/json'

export const jsonAnswer = (body: Document, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body,
})
