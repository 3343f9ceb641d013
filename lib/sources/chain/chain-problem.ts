import {
  AbiDecodingZeroDataError,
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  HttpRequestError,
  ResponseBodyTooLargeError,
  RpcRequestError,
  TimeoutError,
} from 'viem'
import { MAX_ANSWER_BYTES } from './rpc-client'

/** What was read cannot be used; the message says why, in our own words. */
export class UnusableChain extends Error {
  override name = 'UnusableChain'
}

/**
 * Why a reading failed, to stand within a sentence. Messages of viem and of the RPC may hold the URL, and that a key,
 * so only codes and names are passed on.
 */
export function chainProblem(error: unknown, { timeoutMs }: { timeoutMs: number }): string {
  if (error instanceof UnusableChain) return error.message
  if (find(error, TimeoutError)) return `the RPC gave no answer within ${timeoutMs} ms`
  if (find(error, ResponseBodyTooLargeError)) return `the RPC's answer exceeds ${MAX_ANSWER_BYTES} bytes`
  const refusal = find(error, RpcRequestError)
  if (refusal) return `the RPC answered with ${errorCode(refusal.code)}`
  const http = find(error, HttpRequestError)
  if (http) return httpProblem(http)
  const call = find(error, ContractFunctionExecutionError)
  if (call) return `${call.functionName} at ${call.contractAddress} ${callProblem(call)}`
  return 'the RPC answered with something that is no JSON-RPC'
}

/** Why one contract call has no result, to stand behind the function's name. */
export function callProblem(error: unknown): string {
  const revert = find(error, ContractFunctionRevertedError)
  if (revert) return revert.reason ? `reverted (${oneLine(revert.reason)})` : 'reverted'
  if (find(error, AbiDecodingZeroDataError))
    return 'answered with nothing, as an address without a contract does'
  return 'answered with something unreadable'
}

/** Whether the request as a whole failed, and not one contract call in it. */
export function isRpcFailure(error: unknown): boolean {
  return (
    isUnanswered(error) || find(error, HttpRequestError) !== null || find(error, RpcRequestError) !== null
  )
}

/** Whether nobody answered, or not in a form that says anything. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof BaseError) || find(error, TimeoutError) || find(error, ResponseBodyTooLargeError))
    return true
  const http = find(error, HttpRequestError)
  return http !== null && http.status === undefined
}

function httpProblem({ status, cause }: HttpRequestError): string {
  if (status !== undefined) return `the RPC answered HTTP ${status}`
  if (cause instanceof SyntaxError) return "the RPC's answer is not JSON"
  const reason = cause instanceof Error ? cause.cause : undefined
  return reason instanceof Error && 'code' in reason
    ? `the RPC could not be reached (${String(reason.code)})`
    : 'the request to the RPC failed'
}

/** The contract's own words, of any length and form. */
const oneLine = (text: string): string => text.slice(0, 100).replace(/\s+/g, ' ')

const errorCode = (code: unknown): string =>
  typeof code === 'number' ? `error ${code}` : 'an error without a code'

/** The first error of that kind in the chain of causes. */
function find<T extends Error>(error: unknown, kind: new (...args: never[]) => T): T | null {
  if (!(error instanceof BaseError)) return null
  const found = error.walk((cause) => cause instanceof kind)
  return found instanceof kind ? found : null
}
