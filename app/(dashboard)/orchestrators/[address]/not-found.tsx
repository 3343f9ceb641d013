import Link from 'next/link'
import { MapPinOff } from '../../../_components/icons'

export default function OrchestratorNotFound() {
  return (
    <div className="mx-auto max-w-xl py-16">
      <MapPinOff aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold">No orchestrator has this address</h1>
      <p className="mt-1 mb-4 text-muted">
        No node is paid to it or said to belong to it, as far as the last sweep found.
      </p>
      <Link className="button" href="/orchestrators">
        All orchestrators
      </Link>
    </div>
  )
}
