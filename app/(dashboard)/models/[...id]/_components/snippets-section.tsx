'use client'

import { useState } from 'react'
import type { ModelDto } from '@/lib/api/contract/model'
import { CopyButton } from '../../../../_components/copy-button'
import { displayText } from '../../../../_components/display-text'
import { KIND_WORDS } from '../../../../_components/kind-words'
import { useOrigin } from '../../../reference/_components/use-origin'
import { snippetsFor } from './snippets'

/** Who has to send a key with a job: everybody, whoever is not at this very machine, nobody. */
export type KeyNeed = 'everybody' | 'others' | 'nobody'

const KEY_WORDS: Readonly<Record<KeyNeed, string | null>> = {
  everybody: 'API_KEY is a key that the operator of this server made for you.',
  others:
    'At this very machine no key is needed. From elsewhere send one that the operator of this server made for you, as authorization: Bearer KEY.',
  nobody: null,
}

/** How a job is sent to this very server, for each pipeline that has the model. */
export function SnippetsSection({ models, keyNeed }: { models: readonly ModelDto[]; keyNeed: KeyNeed }) {
  const origin = useOrigin()
  const distinct = models.filter(
    ({ kind, pipeline }, at) =>
      models.findIndex((other) => other.kind === kind && other.pipeline === pipeline) === at,
  )
  const offered = distinct.flatMap((model) => {
    const snippets = snippetsFor(model, { origin, needsKey: keyNeed === 'everybody' })
    return snippets.length > 0 ? [{ model, snippets }] : []
  })
  return (
    <section aria-labelledby="snippets-title" className="panel min-w-0 p-3">
      <h2 id="snippets-title" className="mb-1 text-lg font-semibold">
        Use it from a program
      </h2>
      {offered.length === 0 ? (
        <p className="text-sm text-muted">
          This server carries no jobs for it; a gateway of yours finds its nodes with the addresses above.
        </p>
      ) : (
        <>
          <p className="mb-2 max-w-[80ch] text-sm text-muted">
            This server sends the job to whoever suits it best, and to the next one if that fails.{' '}
            {KEY_WORDS[keyNeed]}
          </p>
          <div className="grid gap-4">
            {offered.map(({ model: { kind, pipeline }, snippets }) => (
              <Snippets
                key={`${kind} ${pipeline}`}
                kind={kind}
                pipeline={pipeline}
                snippets={snippets}
                isTitled={offered.length > 1}
              />
            ))}
          </div>
        </>
      )}
    </section>
  )
}

function Snippets({
  kind,
  pipeline,
  snippets,
  isTitled,
}: {
  kind: ModelDto['kind']
  pipeline: string
  snippets: ReturnType<typeof snippetsFor>
  isTitled: boolean
}) {
  const [chosen, setChosen] = useState(snippets[0]?.name)
  const shown = snippets.find(({ name }) => name === chosen) ?? snippets[0]
  return (
    <div className="min-w-0">
      {isTitled && (
        <h3 className="mb-1 font-semibold">
          <bdi>{displayText(pipeline)}</bdi>
          {KIND_WORDS[kind] !== null && <span className="font-normal text-muted">, {KIND_WORDS[kind]}</span>}
        </h3>
      )}
      <div className="no-print mb-2 flex flex-wrap items-center gap-1">
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">Language of {displayText(pipeline)}</legend>
          {snippets.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === shown?.name}
              onClick={() => setChosen(name)}
              className="button aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {name}
            </button>
          ))}
        </fieldset>
        <span className="flex-1" />
        <CopyButton label="Copy program" text={() => shown?.text ?? ''} />
      </div>
      <pre className="rounded-md border border-line bg-canvas p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {shown?.text}
      </pre>
    </div>
  )
}
