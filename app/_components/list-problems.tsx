import Link from 'next/link'
import type { ParameterError } from '@/lib/api/search-params'
import { displayText } from './display-text'
import { Notice } from './notice'

/** What of the address cannot be read, and the address without it. */
export function ListProblems({ problems, href }: { problems: readonly ParameterError[]; href: string }) {
  if (problems.length === 0) return null
  return (
    <Notice
      tone="warn"
      title="Part of the address cannot be read and was left out"
      action={
        <Link href={href} className="button">
          Remove it from the address
        </Link>
      }
    >
      <ul>
        {problems.map(({ parameter, detail }) => (
          <li key={`${parameter} ${detail}`}>
            <bdi>
              <code className="font-mono">{displayText(parameter)}</code> {displayText(detail)}
            </bdi>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
