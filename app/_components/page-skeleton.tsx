const PLACES = ['a', 'b', 'c', 'd', 'e', 'f']

/** In place of a page whose data is on its way. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <div aria-hidden className="mb-4 h-7 w-72 max-w-full rounded-md bg-hover" />
      <div aria-hidden className="mb-6 grid grid-cols-2 gap-px lg:grid-cols-6">
        {PLACES.map((place) => (
          <div key={place} className="panel h-24" />
        ))}
      </div>
      <div aria-hidden className="panel h-80" />
    </div>
  )
}
