import { object, text } from '@/lib/livepeer/go-encoding'
import { type HttpAnswer, jsonAnswer } from './http-answers'

/** What is told of these is that they happened (go-livepeer server/handlers.go). */
const MASKED: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  503: 'Service Unavailable Error',
}

/** An error as go-livepeer's JSON side writes it. */
export const jsonError = (status: number, message: string): HttpAnswer =>
  jsonAnswer(`${object([['error', object([['message', text(MASKED[status] ?? message)]])]])}\n`, status)
