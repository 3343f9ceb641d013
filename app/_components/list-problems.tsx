'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import type { ParameterError } from '@/lib/api/search-params'
import { displayText } from './display-text'
import { Notice } from './notice'

/** What of the address cannot be read, and the address without it. */
export function ListProblems({ problems }: { problems: readonly ParameterError[] }) {
  const path = usePathname()
  const address = useSearchParams()
  if (problems.length === 0) return null
  const rest = new URLSearchParams(address)
  for (const { parameter } of problems) rest.delete(parameter)
  return (
    <Notice
      tone="warn"
      title="Part of the address cannot be read and was left out"
      action={
        <Link href={rest.size > 0 ? `${path}?${rest}` : path} className="button">
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
