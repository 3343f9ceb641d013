/**
 * Suspensions as go-livepeer keeps them (server/suspensions.go, ai_session.go): counted in refreshes, not in time. A node
 * that is suspended for three is passed over by the next three and comes back with the fourth.
 */
export class GoSuspensions {
  private refreshes = 0
  /** Until, and including, which refresh. */
  private readonly untilByNode = new Map<string, number>()

  get size(): number {
    return this.untilByNode.size
  }

  suspend(nodeId: string, forRefreshes: number): void {
    this.untilByNode.set(nodeId, this.refreshes + forRefreshes)
  }

  /** One that is over is forgotten. */
  isSuspended(nodeId: string): boolean {
    const until = this.untilByNode.get(nodeId)
    if (until === undefined) return false
    if (until >= this.refreshes) return true
    this.untilByNode.delete(nodeId)
    return false
  }

  onRefresh(times = 1): void {
    this.refreshes += times
  }
}
