'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { JsonSchema } from '@/lib/api/contract/api-document'
import { CopyButton } from '../../../_components/copy-button'
import { DocText, DocWords } from '../../../_components/doc-text'
import { formatPlural } from '../../../_components/format'
import { KeyRound, Send } from '../../../_components/icons'
import { AnswerView } from './answer-view'
import { type ApiRequest, buildRequest, curlCommand } from './build-request'
import { MethodName } from './method-name'
import { FilterFields, SingleFields } from './parameter-fields'
import { groupParameters } from './parameter-groups'
import type { ApiOperation, Bearer } from './read-operations'
import { emptyForm, formOfQuery, type RequestForm } from './request-form'
import { SchemaTree } from './schema-tree'
import { type Exchange, useExchange } from './use-exchange'
import { useOrigin } from './use-origin'

/** One operation: what it is, what to ask it with, and what it answers. */
export function OperationView({
  operation,
  shapes,
  secrets,
  onSecret,
}: {
  operation: ApiOperation
  shapes: Readonly<Record<string, JsonSchema>>
  /** Kept for as long as the page is open, and nowhere else. */
  secrets: Readonly<Record<Bearer, string>>
  onSecret: (bearer: Bearer, secret: string) => void
}) {
  const [form, setForm] = useState(() => emptyForm(operation))
  const { exchange, send, stop } = useExchange()
  const answerRef = useRef<HTMLHeadingElement>(null)
  const id = useId()
  const { method, path, description, bearer, isAlsoForKeys, examples, answer } = operation
  const request = buildRequest(operation, form)
  const isSent = exchange.kind !== 'none'
  const hasSettled = isSent && exchange.kind !== 'waiting'
  useEffect(() => {
    if (!isSent) return
    // Beside the form there is nothing to scroll to but its own top; below the form it would go unseen.
    const isBeside = window.matchMedia('(width >= 80rem)').matches
    answerRef.current?.scrollIntoView({ block: isBeside || hasSettled ? 'nearest' : 'start' })
  }, [isSent, hasSettled])
  return (
    <>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <MethodName method={method} />
        <code className="font-mono text-sm wrap-anywhere">{path}</code>
        {bearer !== null && (
          <span className="inline-flex items-center gap-1 text-xs text-muted">
            <KeyRound aria-hidden className="size-3.5 self-center" />
            needs {bearer === 'operator' ? 'the operator key' : 'an API key'}
            {isAlsoForKeys && ', or an API key'}
          </span>
        )}
      </p>
      {description !== null && (
        <div className="mt-1 text-sm">
          <DocText text={description} />
        </div>
      )}
      <div className="mt-3 grid items-start gap-4 xl:grid-cols-2">
        <section aria-labelledby={`${id}-ask`} className="panel min-w-0 p-3">
          <h3 id={`${id}-ask`} className="mb-2 text-lg font-semibold">
            Ask
          </h3>
          <Presets examples={examples} onChoose={(query) => setForm(formOfQuery(operation, query))} />
          <form
            aria-labelledby={`${id}-ask`}
            className="grid gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              send(request, (bearer && secrets[bearer]) || null)
            }}
          >
            <Parameters operation={operation} form={form} onChange={setForm} errors={errorsOf(exchange)} />
            {bearer !== null && (
              <KeyField
                label={bearer === 'operator' ? 'Operator key' : 'API key'}
                value={secrets[bearer]}
                onChange={(secret) => onSecret(bearer, secret)}
              />
            )}
            {operation.body && (
              <BodyField
                body={operation.body}
                value={form.body}
                onChange={(body) => setForm({ ...form, body })}
              />
            )}
            <SendBar request={request} bearer={bearer} onClear={() => setForm(emptyForm(operation))} />
          </form>
        </section>
        <div className="grid min-w-0 gap-4 xl:sticky xl:top-18 xl:max-h-[calc(100dvh-5.5rem)] xl:overflow-y-auto">
          <section aria-labelledby={`${id}-answer`} className="panel min-w-0 p-3">
            <h3 id={`${id}-answer`} ref={answerRef} className="mb-2 text-lg font-semibold">
              Answer
            </h3>
            <AnswerView exchange={exchange} fileStem={fileStemOf(path)} onStop={stop} />
          </section>
          <section aria-labelledby={`${id}-shape`} className="panel min-w-0 p-3">
            <h3 id={`${id}-shape`} className="mb-1 text-lg font-semibold">
              What a success looks like
            </h3>
            <p className="text-sm">
              <span className="font-mono">{answer.status}</span> <DocWords text={answer.description} />
            </p>
            {answer.contents.map(({ mediaType, schema }) => (
              <div key={mediaType} className="mt-2">
                <h4 className="font-mono text-sm font-medium">{mediaType}</h4>
                <SchemaTree schema={schema} shapes={shapes} />
              </div>
            ))}
            {operation.body && (
              <div className="mt-3">
                <h4 className="text-sm font-medium">What is sent</h4>
                <SchemaTree schema={operation.body.schema} shapes={shapes} />
              </div>
            )}
          </section>
        </div>
      </div>
    </>
  )
}

function Presets({
  examples,
  onChoose,
}: {
  examples: ApiOperation['examples']
  onChoose: (query: string) => void
}) {
  if (examples.length === 0) return null
  return (
    <ul aria-label="Examples" className="mb-3 flex flex-wrap gap-2">
      {examples.map(({ title, query }) => (
        <li key={title} className="min-w-0">
          <button
            type="button"
            title={query}
            onClick={() => onChoose(query)}
            className="button max-w-full whitespace-normal"
          >
            {title}
          </button>
        </li>
      ))}
    </ul>
  )
}

function Parameters(props: {
  operation: ApiOperation
  form: RequestForm
  onChange: (form: RequestForm) => void
  errors: ReadonlyMap<string, string>
}) {
  const { single, filters } = groupParameters(props.operation.parameters)
  if (single.length + filters.length === 0)
    return <p className="text-sm text-muted">It takes no parameters.</p>
  return (
    <>
      {filters.length > 0 && (
        <details open className="rounded-md border border-line">
          <summary className="min-h-8 rounded-md px-2 py-1.5 text-sm font-medium hover:bg-hover">
            Filters by {formatPlural(filters.length, 'field')}
          </summary>
          {/* Ends in the middle of a line, so that one sees there is more. */}
          <div className="max-h-[21rem] overflow-y-auto px-2 py-2">
            <FilterFields {...props} />
          </div>
        </details>
      )}
      <SingleFields {...props} />
    </>
  )
}

function KeyField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (secret: string) => void
}) {
  const id = useId()
  return (
    <div className="grid gap-x-2 gap-y-1 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <label htmlFor={id} className="pt-1.5 text-sm">
        {label}
      </label>
      <div>
        <input
          id={id}
          type="password"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={`${id}-about`}
          className="field font-mono"
        />
        <p id={`${id}-about`} className="mt-0.5 text-xs text-muted">
          It is forgotten when you leave this page, and stands in no address and no command.
        </p>
      </div>
    </div>
  )
}

function BodyField({
  body: { description },
  value,
  onChange,
}: {
  body: NonNullable<ApiOperation['body']>
  value: string
  onChange: (text: string) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="text-sm">
        Body, as JSON
      </label>
      <textarea
        id={id}
        rows={Math.min(20, value.split('\n').length + 1)}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-about`}
        className="field font-mono"
      />
      <p id={`${id}-about`} className="text-xs text-muted">
        <DocWords text={description} />
      </p>
    </div>
  )
}

/** Where the request goes, and sending it; in view however long the form is. */
function SendBar({
  request,
  bearer,
  onClear,
}: {
  request: ApiRequest
  bearer: Bearer | null
  onClear: () => void
}) {
  const origin = useOrigin()
  const url = `${origin}${request.target}`
  return (
    <div className="send-bar -mx-3 -mb-3 grid gap-2 rounded-b-md border-t border-line bg-raised p-3">
      <p className="max-h-12 overflow-y-auto font-mono text-xs wrap-anywhere">
        <span className="sr-only">Request: </span>
        {request.method} {url}
      </p>
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button button-primary min-w-24">
          <Send aria-hidden className="size-4" />
          Send
        </button>
        <button type="button" className="button" onClick={onClear}>
          Clear
        </button>
        <CopyButton label="Copy URL" text={() => url} />
        <CopyButton label="Copy as curl" text={() => curlCommand(request, { origin, bearer })} />
      </div>
    </div>
  )
}

/** What the problem of the latest answer says of each parameter. */
function errorsOf(exchange: Exchange): ReadonlyMap<string, string> {
  const problem = exchange.kind === 'answered' ? exchange.problem : null
  return new Map(problem?.errors?.map(({ parameter, detail }) => [parameter, detail]))
}

/** `offerings` for /api/v1/offerings. */
const fileStemOf = (path: string): string =>
  path
    .split('/')
    .findLast((part) => part !== '' && !part.startsWith('{'))
    ?.replace(/\.json$/, '') ?? 'answer'
