import type { PolicyDto } from '@/lib/api/contract/policy'
import { displayText } from '../../../../_components/display-text'
import { ScrollRegion } from '../../../../_components/scroll-region'
import { filterWords, type PolicyWord, ruleWords } from '../../_components/policy-words'

/** The policy in words, and as it is written. */
export function PolicySays({ policy }: { policy: PolicyDto }) {
  const { description, filters, selection } = policy
  const [meant, rules] = [filterWords(policy), ruleWords(policy)]
  return (
    <section aria-labelledby="says-title" className="panel min-w-0 p-3">
      <h2 id="says-title" className="mb-2 text-lg font-semibold">
        What it says
      </h2>
      <Words title="Who is meant" words={meant} nothing="The whole network." />
      {selection === null ? (
        <p className="mb-2 text-sm">
          It has no rules of its own: lists name all of those, suspended ones too, in the order of the list.
          For a job one of them is chosen by the defaults.
        </p>
      ) : (
        <Words title="Who of those is chosen" words={rules} nothing="By the defaults." />
      )}
      <details>
        <summary className="cursor-pointer text-sm">As JSON</summary>
        <ScrollRegion label="The policy as JSON">
          <pre className="py-2 font-mono text-xs">
            {displayText(JSON.stringify({ description, filters, selection }, null, 2))}
          </pre>
        </ScrollRegion>
      </details>
    </section>
  )
}

function Words({ title, words, nothing }: { title: string; words: readonly PolicyWord[]; nothing: string }) {
  return (
    <div className="mb-2 text-sm">
      <h3 className="font-medium">{title}</h3>
      {words.length === 0 ? (
        <p>{nothing}</p>
      ) : (
        <ul className="list-disc ps-4">
          {words.map(({ name, words: said, value }) => (
            <li key={name} className="wrap-anywhere">
              <bdi>{displayText(said)}</bdi>: <bdi className="font-mono text-xs">{displayText(value)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
