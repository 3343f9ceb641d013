import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { reliabilityMethodDto } from '@/lib/api/contract/reliability'
import { selectionMethodDto } from '@/lib/api/contract/selection-method'
import { statusDto } from '@/lib/api/contract/status'
import { suspensionMethodDto } from '@/lib/api/contract/suspension'
import { SUSPENSION_METHOD } from '@/lib/api/queries/suspensions'
import { expiresAt, freshUntil, staleAfter } from '@/lib/domain/freshness'
import { HEALTH_RULES } from '@/lib/domain/health'
import { ANSWERED_KINDS, OUTCOME_KINDS, OUTCOME_SENTENCES } from '@/lib/domain/outcome'
import { AI_PIPELINE_IDS, TRANSCODING_PIPELINE, UNIT_LABELS } from '@/lib/domain/pipeline'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'
import { IMPLAUSIBLE_FROM_ETH } from '@/lib/domain/price-state'
import { workedTasks } from '@/lib/domain/worked-cost'
import { runtime } from '@/lib/runtime'
import { formatCount, formatDuration, formatExact, formatNumber, NBSP } from '../../_components/format'
import { METHOD_PARTS, type MethodPart } from '../../_components/method-parts'
import { pageMetadata } from '../../_components/page-metadata'
import { ScrollRegion } from '../../_components/scroll-region'
import { askOwn } from '../../_server/ask-own'

export const metadata: Metadata = pageMetadata({ title: 'Method', path: '/method' })

/** How each number is made, from the very numbers that make it. Every part has an anchor for other pages to link to. */
export default async function MethodPage() {
  const rt = await runtime()
  const [status, reliability, selection, suspension] = await Promise.all([
    askOwn(rt, '/api/v1/status', statusDto),
    askOwn(rt, '/api/v1/reliability', reliabilityMethodDto),
    askOwn(rt, '/api/v1/selection/method', selectionMethodDto),
    askOwn(rt, SUSPENSION_METHOD, suspensionMethodDto),
  ])
  const snapshot = status.ok ? status.data.snapshot : null
  return (
    <div className="max-w-[80ch]">
      <h1 className="text-xl font-semibold">How each number is made</h1>
      <p className="mt-1 text-muted">
        Every number of this server is of something that was asked, and says who asked, when, and of how many
        it is. Unknown is a dash with its reason, never a zero.
      </p>
      <nav aria-label="Parts of this page" className="no-print mt-3">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {Object.entries(METHOD_PARTS).map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`} className="link inline-block py-1">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>

      <Part id="probe">
        <p>
          A probe is one question (<code className="font-mono text-xs">GetOrchestrator</code>, over gRPC and
          TLS, as a Livepeer gateway asks it) to one node, and ends in one outcome. A sweep is one round of
          them{snapshot && `, here every ${formatDuration(snapshot.cadence_ms)}`}; each node is asked when it
          is its turn, and one that fails later and later. What a node said counts until the next answer, or
          until it has{' '}
          <a href="#freshness" className="link">
            expired
          </a>
          .
        </p>
        <Rows
          name="Outcomes of a probe"
          head={['Outcome', 'Answered', 'Means']}
          rows={OUTCOME_KINDS.map((kind) => [
            <code key="kind" className="font-mono text-xs">
              {kind}
            </code>,
            ANSWERED_KINDS.some((answered) => answered === kind) ? 'yes' : 'no',
            OUTCOME_SENTENCES[kind],
          ])}
        />
        <p>
          A node is up, degraded or down, with hysteresis: one failure degrades, {HEALTH_RULES.downInARow} in
          a row or {HEALTH_RULES.downOfWindow} of {HEALTH_RULES.window} take down, {HEALTH_RULES.backInARow}{' '}
          successes in a row bring back.
        </p>
      </Part>

      <Part id="freshness">
        <p>
          The age of an answer is judged by how often its node is asked: it is fresh up to{' '}
          {formatNumber(freshUntil(0, 1))} times that span, ageing up to {formatNumber(staleAfter(0, 1))},
          stale up to {formatNumber(expiresAt(0, 1))}, and then has expired: it counts in nothing any more. An
          answer that came late never replaces a newer one.
        </p>
      </Part>

      <Part id="coverage">
        <p>
          Of each look at the network three numbers are told: nodes that a source lists, those that this very
          sweep asked, and those that had answered when they were asked last.
          {snapshot &&
            ` Now ${formatCount(snapshot.nodes_listed)} are listed, ${formatCount(snapshot.nodes_asked)} were asked and ${formatCount(snapshot.nodes_answered)} had answered.`}{' '}
          A source that fails, or an empty list, takes nobody away. What nodes report of themselves (cards,
          capacity, versions) is told with how many of them report it.
        </p>
      </Part>

      <Part id="latency">
        <p>
          Discovery latency is the time from the question to the parsed answer of a successful probe, a new
          connection, name resolution and TLS included, seen from our vantage
          {snapshot && ` (${snapshot.vantage})`}. It is no time of a job. Percentiles are by nearest rank, of
          answers alone, and say of how many; below{' '}
          {reliability.ok ? formatCount(reliability.data.min_samples) : '20'} answers there is no 95th
          percentile, and a median is marked. Histories merge histograms, never percentiles, within{' '}
          {reliability.ok ? formatNumber(100 * reliability.data.latency_error) : '1'}
          {NBSP}% of the exact value.
        </p>
      </Part>

      <Part id="price">
        <p>
          A price is what a node states to us: a whole number of wei for a number of units, kept and compared
          as a fraction and never rounded. What one unit is depends on the pipeline, so prices in unlike units
          are never compared or averaged. Of several offerings the lowest, the quartiles (nearest rank: prices
          that somebody asks), the median (between two middle ones their exact mean) and the highest are told.
          Over time they are weighted by how long each price stood.
        </p>
        <Rows
          name="What prices are for"
          head={['Pipeline', 'Price', 'Told by', 'Billed units']}
          rows={[...AI_PIPELINE_IDS, TRANSCODING_PIPELINE].map((pipeline) => {
            const unit = pipelineUnit(pipeline)
            const tasks = workedTasks(pipeline, unit)
            return [
              pipeline,
              UNIT_LABELS[unit],
              tasks.map(({ label }) => label).join('; '),
              tasks.map(({ units }) => formatExact(String(units))).join('; '),
            ]
          })}
        />
        <p>
          The quantities are those that go-livepeer bills by. A job also costs its ticket overhead, which is
          in no price here.
        </p>
      </Part>

      <Part id="conversion">
        <p>
          Dollars are wei times one rate of ETH, which stands with its source and time below every page that
          has any; without a rate there are no dollars. Amounts are multiplied exactly and cut after 18
          places. Histories show dollars at the rate of now, whenever the price stood.
        </p>
      </Part>

      <Part id="implausible">
        <p>
          Where the commonest task would cost {formatExact(String(IMPLAUSIBLE_FROM_ETH))} ETH or more, nobody
          can mean the price: it keeps work away, or is a mistake. It is shown with its reason, counted apart,
          and is in no median, spread, heading or choice. A stated zero is a price.{' '}
          <Link href="/prices#set-aside" className="link">
            Those of now
          </Link>
        </p>
      </Part>

      <Part id="availability">
        <p>
          Availability is the share of probes that reached the node: answers, and refusals of a living node
          (busy, wants a deposit, refuses us). Nodes that fail are asked less often, so that of several nodes
          together it is higher than the share of them that could be reached; beside the network’s stands how
          many nodes were. A span in which nobody asked is a gap.
        </p>
      </Part>

      <Part id="reliability">
        {reliability.ok && (
          <>
            <p>
              A score from 0 to 100, version {reliability.data.score_version}: {reliability.data.score} Each
              part is the share that it is at least with{' '}
              {formatNumber(100 * reliability.data.bound.confidence)}
              {NBSP}% confidence; below {formatCount(reliability.data.min_samples)} samples it gives its
              weight to the others.
            </p>
            <Rows
              name="Parts of the score"
              head={['Part', 'Weight', 'Means']}
              rows={reliability.data.parts.map(({ part, weight, meaning }) => [
                part,
                formatNumber(weight),
                meaning,
              ])}
            />
          </>
        )}
        <p>
          <Link href="/reliability" className="link">
            All of it
          </Link>
        </p>
      </Part>

      <Part id="regions">
        <p>
          Where a node is, is a name, and who says so stands with it: the operator’s own file before the
          node’s word before a database of addresses. Of some nobody says; they are counted as such. On the
          map a region is drawn about in the middle of what its name stands for, and a name that nobody knows
          is listed beside it.
        </p>
      </Part>

      <Part id="selection">
        {selection.ok && (
          <>
            <ol className="list-decimal pl-5">
              {selection.data.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <Rows
              name="Strategies"
              head={['Strategy', 'Means', 'Weights']}
              rows={selection.data.strategies.map(({ strategy, meaning, weights }) => [
                strategy,
                meaning,
                weights.map(({ part, weight }) => `${part} ${formatNumber(weight)}`).join(', ') || '—',
              ])}
            />
            <Rows
              name="Hard rules"
              head={['Rule', 'Means']}
              rows={selection.data.rules.map(({ rule, meaning }) => [rule, meaning])}
            />
          </>
        )}
        {suspension.ok && (
          <p>
            Who fails is suspended for a time that grows, tried with one job and trusted again step by step.{' '}
            <Link href="/suspensions" className="link">
              Who is, and by which rules
            </Link>
          </p>
        )}
      </Part>

      <Part id="routing-records">
        <p>
          Of every job that this server carries is kept which route it came by, who was tried and how that
          ended, billed units, cost and payment in wei, times, and the decision with its rejections; never
          what a client sent or was answered with. Costs are billed units as go-livepeer counts them, times
          the price that the orchestrator quoted.{' '}
          <Link href="/requests" className="link">
            The operator sees them
          </Link>
          .
        </p>
      </Part>

      <Part id="history">
        <p>
          {status.ok
            ? `Every sweep is kept for ${formatDuration(status.data.retention.sweeps_ms)}, the last one of each hour for ${formatDuration(status.data.retention.hourly_sweeps_ms)}, and what changed for ${formatDuration(status.data.retention.changes_ms)}.`
            : 'How long history is kept could not be read.'}{' '}
          Prices, capacities and cards are told by how long they stood, latency and availability by every
          probe. A bucket of which nothing is known is a gap.
        </p>
      </Part>
    </div>
  )
}

function Part({ id, children }: { id: MethodPart; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mt-6 grid min-w-0 gap-2">
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        <a href={`#${id}`} className="hover:underline">
          {METHOD_PARTS[id]}
        </a>
      </h2>
      {children}
    </section>
  )
}

function Rows({
  name,
  head,
  rows,
}: {
  name: string
  head: readonly string[]
  rows: readonly (readonly ReactNode[])[]
}) {
  return (
    <div className="panel min-w-0">
      <ScrollRegion label={name} className="max-h-96 overflow-auto">
        <table className="data-table">
          <caption className="sr-only">{name}</caption>
          <thead>
            <tr>
              {head.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...others], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a constant keep their places
              <tr key={at}>
                <th scope="row">{first}</th>
                {others.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other identity than its place
                  <td key={place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  )
}
