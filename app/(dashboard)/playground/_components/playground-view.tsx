'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { facetsQuery } from '@/lib/api/queries/facets'
import { useSecret } from '../../../_components/secrets'
import { buildRun, dryRunBody } from './build-run'
import { ChoiceFields } from './choice-fields'
import { DryRunView, dryRunTitle } from './dry-run-view'
import { JobFields } from './job-fields'
import type { PlaygroundInput, PlaygroundRoute } from './playground-route'
import { runTitle } from './run-title'
import { RunView } from './run-view'
import { SendBar } from './send-bar'
import { useDryRun } from './use-dry-run'
import { useRun } from './use-run'

const text = parseAsString.withDefault('')
const PARAMETERS = { pipeline: text, model: text, policy: text, strategy: text, max_price: text }
const EMPTY: PlaygroundInput = { values: {}, file: null, isStream: true }

/** A job by hand. The address has the choice, the memory of this tab the key, and nothing runs without a click. */
export function PlaygroundView({
  routes,
  offered,
  policies,
  usdPerEth,
}: {
  routes: readonly PlaygroundRoute[]
  /** Pipelines that somebody offers now, with how many offerings each has. */
  offered: readonly { readonly pipeline: string; readonly count: number }[]
  policies: readonly string[]
  /** Null: no rate is known. */
  usdPerEth: string | null
}) {
  const [address, setAddress] = useQueryStates(PARAMETERS, { history: 'replace', scroll: false })
  const known = routes.find(({ pipeline }) => pipeline === address.pipeline)
  const route =
    known ?? routes.find(({ pipeline }) => offered.some((one) => one.pipeline === pipeline)) ?? routes[0]
  const { access, setSecret } = useSecret('client')
  const [input, setInput] = useState(EMPTY)
  const { dryRun, ask, clear } = useDryRun()
  const { run, start, stop } = useRun()
  const pipeline = route?.pipeline ?? ''
  const { data: facets } = useQuery(facetsQuery(pipeline))
  const answer = useRef<HTMLDivElement>(null)
  const isSent = run.kind !== 'none' || dryRun.kind !== 'none'
  const isWaiting = run.kind === 'waiting' || dryRun.kind === 'asking'
  useEffect(() => {
    // Below the form it would go unseen.
    if (isWaiting && !window.matchMedia('(width >= 80rem)').matches)
      answer.current?.scrollIntoView({ block: 'start' })
  }, [isWaiting])
  if (!route) return <h1 className="text-xl font-semibold">No route carries a job here</h1>

  const choice = { ...address, pipeline }
  const models = (facets?.facets.model ?? []).flatMap(({ value, count }) =>
    value === null ? [] : [{ model: value, count }],
  )
  return (
    <>
      <h1 className="text-xl font-semibold">Playground</h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        Sends a job through this server's own route, as a client would, and shows who did it, how long that
        took and what it cost. A dry run sends nothing. Nothing runs before you say so.
      </p>
      <div className="grid items-start gap-4 lg:gap-5 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <form
          aria-label="The job"
          className="panel min-w-0 p-3"
          onSubmit={(event) => {
            event.preventDefault()
            clear()
            start(buildRun(route, choice, input), { pipeline, secret: access.secret })
          }}
        >
          <div className="grid gap-3">
            <ChoiceFields
              routes={routes}
              offered={offered}
              models={models}
              policies={policies}
              choice={choice}
              onChange={(change) => {
                if (change.pipeline !== undefined) setInput(EMPTY)
                void setAddress(change)
              }}
            />
            <JobFields route={route} input={input} onChange={setInput} />
            <label className="grid gap-1 text-xs text-muted">
              API key
              <input
                type="password"
                value={access.secret}
                onChange={(event) => setSecret(event.target.value.trim())}
                autoComplete="off"
                aria-describedby="key-about"
                aria-invalid={(run.kind === 'refused' && /^key-/.test(run.problem.kind ?? '')) || undefined}
                className="field font-mono"
              />
              <span id="key-about">
                Empty where this server needs none. It stays in the memory of this tab, and stands in no
                address and no storage.
              </span>
            </label>
            <SendBar
              isRunning={run.kind === 'waiting' || run.kind === 'streaming'}
              isAsking={dryRun.kind === 'asking'}
              onDryRun={() => ask(dryRunBody(route, choice, input))}
              onStop={stop}
            />
          </div>
        </form>
        <div ref={answer} className="grid min-w-0 gap-4 lg:gap-5">
          {/* There from the beginning, so that what it comes to say is announced. */}
          <p role="status" className="sr-only">
            {dryRun.kind === 'told' && `${dryRunTitle(dryRun.selection)} `}
            {run.kind !== 'none' && runTitle(run)}
          </p>
          {!isSent && (
            <p className="text-sm text-muted">
              Nothing was sent yet. What a dry run tells, or what comes back, stands here.
            </p>
          )}
          <DryRunView dryRun={dryRun} />
          <RunView run={run} usdPerEth={usdPerEth} />
        </div>
      </div>
    </>
  )
}
