'use client'

import { useId, useState } from 'react'
import type { JsonSchema } from '@/lib/api/contract/api-document'
import { DocWords } from '../../../_components/doc-text'
import { ChevronRight } from '../../../_components/icons'
import { describeSchema, type SchemaChild } from './describe-schema'

/** A shape as a tree: names, types and what they mean; what is within opens on demand. */
export function SchemaTree({
  schema,
  shapes,
}: {
  schema: JsonSchema
  shapes: Readonly<Record<string, JsonSchema>>
}) {
  const { type, description, children } = describeSchema(schema, shapes)
  return (
    <>
      <p className="text-sm">
        <code className="font-mono text-muted wrap-anywhere">{type}</code>{' '}
        {description !== null && <DocWords text={description} />}
      </p>
      <SchemaList items={children} shapes={shapes} />
    </>
  )
}

function SchemaList({
  items,
  shapes,
}: {
  items: readonly SchemaChild[]
  shapes: Readonly<Record<string, JsonSchema>>
}) {
  if (items.length === 0) return null
  return (
    <ul className="mt-1 border-l border-line pl-2">
      {items.map((child) => (
        <SchemaItem key={child.name} child={child} shapes={shapes} />
      ))}
    </ul>
  )
}

function SchemaItem({
  child: { name, isRequired, schema },
  shapes,
}: {
  child: SchemaChild
  shapes: Readonly<Record<string, JsonSchema>>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const { type, description, children } = describeSchema(schema, shapes)
  const isBranch = children.length > 0
  return (
    <li className="py-0.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-1.5">
        {isBranch ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setIsOpen(!isOpen)}
            className="-ml-1 inline-flex min-h-6 items-center gap-0.5 rounded-md pr-1 hover:bg-hover"
          >
            <ChevronRight aria-hidden className={`size-4 shrink-0 ${isOpen ? 'rotate-90' : ''}`} />
            <code className="font-mono font-medium wrap-anywhere">{name}</code>
          </button>
        ) : (
          <code className="ml-3.5 font-mono font-medium wrap-anywhere">{name}</code>
        )}
        <code className="font-mono text-xs text-muted wrap-anywhere">{type}</code>
        {!isRequired && <span className="text-xs text-muted">optional</span>}
      </div>
      {description !== null && (
        <p className="ml-3.5 max-w-[70ch] text-xs text-muted">
          <DocWords text={description} />
        </p>
      )}
      {isBranch && isOpen && (
        <div id={id} className="ml-1">
          <SchemaList items={children} shapes={shapes} />
        </div>
      )}
    </li>
  )
}
