/** Where a policy can be used as it is. */
export function PolicyLinks({ name }: { name: string }) {
  return (
    <ul className="grid gap-1 text-sm">
      <li>
        <a href={`/orchestrators.json?policy=${name}`} className="link">
          A list for a gateway<span className="sr-only"> by {name}</span>
        </a>
      </li>
      <li>
        <a href={`/api/v1/offerings?policy=${name}`} className="link">
          Offerings as JSON<span className="sr-only"> by {name}</span>
        </a>
      </li>
    </ul>
  )
}
