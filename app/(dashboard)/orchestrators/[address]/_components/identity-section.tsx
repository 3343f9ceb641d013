import type { ReactNode } from 'react'
import type { OrchestratorDetailDto } from '@/lib/api/contract/single'
import { CopyAddress } from '../../../../_components/copy-address'
import { displayText, displayUri } from '../../../../_components/display-text'
import { formatCount } from '../../../../_components/format'
import { LongText } from '../../../../_components/long-text'
import { NameText } from '../../../../_components/name-text'
import { Unknown } from '../../../../_components/unknown'

/** Who this is, layer by layer, and who says so. */
export function IdentitySection({ detail: { address, nodes } }: { detail: OrchestratorDetailDto }) {
  const lower = address.toLowerCase()
  const name = nodes.find(({ orchestrator_name }) => orchestrator_name !== null)?.orchestrator_name ?? null
  const paid = nodes.filter(({ orchestrator }) => orchestrator?.toLowerCase() === lower)
  const claims = new Set(
    nodes.flatMap(({ sources }) =>
      sources.flatMap(({ name: source, orchestrators }) =>
        orchestrators.some((one) => one.toLowerCase() === lower) ? [source] : [],
      ),
    ),
  )
  const local = [...new Set(nodes.flatMap(({ local_address }) => local_address ?? []))]
  const advertised = nodes.flatMap(({ uri, advertised_uri }) =>
    advertised_uri !== null && advertised_uri !== uri ? [advertised_uri] : [],
  )
  const conflicts = nodes.flatMap((node) => node.conflicts)
  return (
    <section aria-labelledby="identity-title" className="panel min-w-0 p-3">
      <h2 id="identity-title" className="mb-2 text-lg font-semibold">
        Who this is
      </h2>
      <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
        <Layer label="Name" said="by the operator of this server">
          {name === null ? (
            <Unknown reason="Nobody here has given it a name." />
          ) : (
            <LongText text={name} max={60} what="name" />
          )}
        </Layer>
        <Layer label="Address" said="who gets paid">
          <CopyAddress address={address} />
        </Layer>
        <Layer label="Payee" said="by its nodes themselves">
          {formatCount(paid.length)} of {formatCount(nodes.length)} name this address
        </Layer>
        <Layer label="Owner" said="by sources">
          {claims.size === 0 ? (
            <Unknown reason="No source says whose nodes these are." />
          ) : (
            [...claims].map((source) => (
              <span key={source} className="block">
                <NameText text={source} />
              </span>
            ))
          )}
        </Layer>
        <Layer label="Service URIs" said="where we ask">
          {nodes.map(({ uri }) => (
            <span key={uri} className="block">
              <LongText text={displayUri(uri)} max={64} what="address" />
            </span>
          ))}
        </Layer>
        {advertised.length > 0 && (
          <Layer label="Advertised" said="where they want their work">
            {advertised.map((uri) => (
              <span key={uri} className="block">
                <LongText text={displayUri(uri)} max={64} what="address" />
              </span>
            ))}
          </Layer>
        )}
        {local.length > 0 && (
          <Layer label="Local address" said="of the nodes’ own keys">
            {local.map((one) => (
              <span key={one} className="block font-mono text-xs break-all">
                {displayText(one)}
              </span>
            ))}
          </Layer>
        )}
        {conflicts.length > 0 && (
          <Layer label="Contradictions" said="between those">
            <a href="/sources" className="link">
              {formatCount(conflicts.length)} of its nodes
            </a>
          </Layer>
        )}
      </dl>
    </section>
  )
}

function Layer({ label, said, children }: { label: string; said: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">
        {label}
        <span className="block text-xs">{said}</span>
      </dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
