import type { SuspensionMethodDto } from '@/lib/api/contract/suspension'

/** By which rules somebody is suspended and trusted again. */
export function RulesSection({ method: { rules, faults, neutral } }: { method: SuspensionMethodDto }) {
  return (
    <section aria-labelledby="rules-title" className="panel min-w-0 p-3">
      <h2 id="rules-title" className="text-lg font-semibold">
        By which rules
      </h2>
      <ul className="max-w-[80ch] list-disc pb-2 pl-5 text-sm">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <div className="grid gap-4 xl:grid-cols-2">
        <div>
          <h3 className="text-base font-semibold">What counts against somebody</h3>
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
            {faults.map(({ cause, meaning, of_node }) => (
              <div key={cause} className="contents">
                <dt>
                  <code className="font-mono">{cause}</code>
                </dt>
                <dd className="min-w-0">
                  {meaning} {of_node && <span className="text-muted">Counts for the node, too.</span>}
                </dd>
              </div>
            ))}
          </dl>
        </div>
        <div>
          <h3 className="text-base font-semibold">What never counts</h3>
          <ul className="list-disc pl-5 text-sm">
            {neutral.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      </div>
      <p className="pt-2 text-sm text-muted">
        <a href="/api/v1/suspensions/method" className="link">
          The numbers as JSON
        </a>
      </p>
    </section>
  )
}
