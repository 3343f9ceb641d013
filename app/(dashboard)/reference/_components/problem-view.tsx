import type { ProblemDto } from '@/lib/api/contract/problem'
import { displayText } from '../../../_components/display-text'

/** A problem document as a person reads it. */
export function ProblemView({ problem: { type, title, detail, errors } }: { problem: ProblemDto }) {
  const kind = /^\/problems#([a-z-]+)$/.exec(type)?.[1]
  return (
    <section aria-label="Problem" className="mb-3 rounded-md border border-bad bg-bad-soft px-3 py-2 text-sm">
      <p className="font-medium text-bad">{displayText(title)}</p>
      {errors && errors.length > 0 ? (
        <ul className="list-disc pl-4">
          {errors.map((error, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a parameter may have several errors
            <li key={at} className="wrap-anywhere">
              <code className="font-mono font-medium">{displayText(error.parameter)}</code>{' '}
              <bdi>{displayText(error.detail)}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <p className="wrap-anywhere">
          <bdi>{displayText(detail)}</bdi>
        </p>
      )}
      {kind !== undefined && (
        <p>
          {/* A whole page load: without one browsers mark no target. */}
          <a href={type} className="link">
            What <code className="font-mono">{kind}</code> means
          </a>
        </p>
      )}
    </section>
  )
}
