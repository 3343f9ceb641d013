/** An error as go-livepeer answers it: always gRPC code UNKNOWN, told apart by text alone (server/rpc.go, pm/recipient.go). */
export class GoError extends Error {
  override name = 'GoError'
}

const invalidRequest = (cause: string) => `Invalid orchestrator request: ${cause}`

export const GO_ERRORS = {
  signature: invalidRequest('orchestrator req sig check failed'),
  capped: invalidRequest('OrchestratorCapped'),
  reserve: 'insufficient sender reserve',
  denied: 'authentication failed: discovery webhook answered 403',
  overflow: 'price cannot be converted to int64',
  internal: 'could not read round: runtime error: invalid memory address or nil pointer dereference',
} as const
