'use client'

import Link from 'next/link'
import { type ReactNode, useId } from 'react'
import { AS_OF } from '@/lib/api/search-params'
import { jobSizeFields } from '@/lib/domain/job-size-fields'
import { AI_PIPELINE_IDS, TRANSCODING_PIPELINE } from '@/lib/domain/pipeline'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { FIELD_LABELS, FIELD_PLACEHOLDERS, WORK_EXAMPLES, type WorkField } from './work-params'

/** How much of what; a plain form as well, so that it works without scripts. */
export function WorkForm({
  params,
  models,
  asOf,
  onChange,
}: {
  /** As asked. */
  params: URLSearchParams
  models: readonly string[]
  asOf: string | null
  onChange: (field: WorkField, text: string) => void
}) {
  const keepAsOf = useKeepAsOf()
  const pipeline = params.get('pipeline') ?? ''
  const model = params.get('model') ?? ''
  const pipelines = [...new Set([...AI_PIPELINE_IDS, TRANSCODING_PIPELINE, pipeline])]
  const names = [...new Set([...models, ...(model === '' ? [] : [model])])].sort()
  return (
    <search aria-label="Work" className="panel mb-3 block p-3">
      <form action="/calculator" method="get" onSubmit={(event) => event.preventDefault()}>
        {asOf !== null && <input type="hidden" name={AS_OF} value={asOf} />}
        <div className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap">
          <Labelled label="Pipeline">
            {(id) => (
              <select
                id={id}
                name="pipeline"
                value={pipeline}
                onChange={(event) => onChange('pipeline', event.target.value)}
                className="field font-normal"
              >
                {pipelines.map((name) => (
                  <option key={name} value={name}>
                    {shortenMiddle(displayText(name), 40)}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          <Labelled label="Model">
            {(id) => (
              <select
                id={id}
                name="model"
                value={model}
                onChange={(event) => onChange('model', event.target.value)}
                className="field font-normal"
              >
                <option value="">Any model</option>
                {names.map((name) => (
                  <option key={name} value={name}>
                    {shortenMiddle(displayText(name), 40)}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          <NumberField
            field="jobs"
            label="How many"
            placeholder="1"
            value={params.get('jobs') ?? ''}
            onChange={onChange}
          />
          {jobSizeFields(pipeline).map((field) => (
            <NumberField
              key={field}
              field={field}
              label={FIELD_LABELS[field]}
              placeholder={FIELD_PLACEHOLDERS[field]}
              value={params.get(field) ?? ''}
              onChange={onChange}
            />
          ))}
          <noscript>
            <button type="submit" className="button button-primary">
              Reckon
            </button>
          </noscript>
        </div>
      </form>
      <p className="no-print mt-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
        <span className="text-muted">For example</span>
        {WORK_EXAMPLES.map((example) => (
          <Link
            key={example.title}
            href={keepAsOf(`/calculator?${new URLSearchParams(example.params)}`)}
            className="link"
          >
            {example.title}
          </Link>
        ))}
      </p>
    </search>
  )
}

function NumberField({
  field,
  label,
  placeholder,
  value,
  onChange,
}: {
  field: WorkField
  label: string
  placeholder: string
  value: string
  onChange: (field: WorkField, text: string) => void
}) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          name={field}
          inputMode="numeric"
          maxLength={12}
          autoComplete="off"
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(field, event.target.value)}
          className="field font-normal sm:w-28!"
        />
      )}
    </Labelled>
  )
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <label htmlFor={id} className="grid min-w-0 gap-1 text-xs font-semibold">
      {label}
      {children(id)}
    </label>
  )
}
