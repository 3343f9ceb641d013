/** GET is what nearly all are; what changes something stands out. */
export function MethodName({ method }: { method: string }) {
  return (
    <span className={`font-mono text-xs font-semibold ${method === 'GET' ? 'text-muted' : 'text-accent'}`}>
      {method}
    </span>
  )
}
