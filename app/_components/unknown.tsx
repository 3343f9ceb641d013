/** Something nobody stated. Never 0, never blank. */
export function Unknown({ reason }: { reason: string }) {
  return (
    <span title={reason} className="text-muted">
      <span aria-hidden>—</span>
      <span className="sr-only">No data: {reason}</span>
    </span>
  )
}
