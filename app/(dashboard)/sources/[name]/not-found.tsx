import Link from 'next/link'
import { MapPinOff } from '../../../_components/icons'

export default function SourceNotFound() {
  return (
    <div className="mx-auto max-w-xl py-16">
      <MapPinOff aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold">No source has this name</h1>
      <p className="mt-1 mb-4 text-muted">
        The link may be mistyped, or the source was taken out of the settings.
      </p>
      <Link className="link" href="/sources">
        All sources
      </Link>
    </div>
  )
}
