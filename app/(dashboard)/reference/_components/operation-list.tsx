'use client'

import { type MouseEvent, useId, useState } from 'react'
import { formatPlural } from '../../../_components/format'
import { MethodName } from './method-name'
import { findOperations, type OperationGroup } from './read-operations'

/** All operations by what they are about, and a box to find one. */
export function OperationList({
  groups,
  selected,
  onSelect,
}: {
  groups: readonly OperationGroup[]
  /** The operation that is shown; null: none. */
  selected: string | null
  onSelect: (id: string) => void
}) {
  const [text, setText] = useState('')
  const titleId = useId()
  const found = findOperations(groups, text.trim())
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0)
  const open = (event: MouseEvent, id: string) => {
    // Whoever wants a tab of its own gets one.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onSelect(id)
  }
  return (
    <nav aria-label="Operations">
      <input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Find an operation"
        aria-label="Find an operation"
        className="field"
      />
      <p role="status" className={text.trim() === '' ? 'sr-only' : 'mt-1 text-xs text-muted'}>
        {count === 0 ? 'No operation matches' : formatPlural(count, 'operation')}
      </p>
      {found.map(({ tag, description, operations }) => (
        <section key={tag} aria-labelledby={`${titleId}-${tag}`} className="mt-3">
          <h2 id={`${titleId}-${tag}`} title={description} className="px-1 text-xs font-semibold">
            {tag}
          </h2>
          <ul>
            {operations.map(({ id, method, path, summary }) => (
              <li key={id}>
                <a
                  href={`?op=${id}`}
                  aria-current={id === selected ? 'true' : undefined}
                  onClick={(event) => open(event, id)}
                  className="block rounded-md px-1 py-1 text-sm hover:bg-hover aria-[current]:bg-accent-soft -outline-offset-2"
                >
                  {summary}
                  <span className="block text-xs text-muted">
                    <MethodName method={method} /> <span className="font-mono wrap-anywhere">{path}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
