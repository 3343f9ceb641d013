import Link from 'next/link'
import { MapPinOff } from '../../../_components/icons'

export default function PolicyNotFound() {
  return (
    <div className="mx-auto max-w-xl py-16">
      <MapPinOff aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold">No policy has this name</h1>
      <p className="mt-1 mb-4 text-muted">The link may be mistyped, or the policy was deleted.</p>
      <Link className="link" href="/policies">
        All policies
      </Link>
    </div>
  )
}
