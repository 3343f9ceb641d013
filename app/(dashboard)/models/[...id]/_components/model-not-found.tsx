'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { modelsQuery } from '@/lib/api/queries/models'
import { displayText, shortenMiddle } from '../../../../_components/display-text'
import { PackageX } from '../../../../_components/icons'
import { modelHref, modelIdOf, modelIdOfSegments } from '../../../../_components/model-href'
import { NameText } from '../../../../_components/name-text'
import { useAsOf, useKeepAsOf } from '../../../../_components/use-as-of'
import { nearestNames } from './nearest-names'

const EVERYTHING = new URLSearchParams()

/** In place of a model that nobody offers: what may have been meant, and where else to look. */
export function ModelNotFound() {
  const written =
    modelIdOfSegments(
      usePathname()
        .replace(/^\/models\//, '')
        .split('/'),
    ) ?? ''
  const keepAsOf = useKeepAsOf()
  const { data } = useQuery(modelsQuery(EVERYTHING, useAsOf()))
  const near = data ? nearestNames(written, data.models.map(modelIdOf)) : []
  return (
    <div className="mx-auto max-w-xl py-16">
      <PackageX aria-hidden className="mb-3 size-8 text-muted" />
      <h1 className="text-xl font-semibold break-words">
        Nobody offers <bdi>{shortenMiddle(displayText(written), 80)}</bdi>
      </h1>
      <p className="mt-1 mb-4 text-muted">
        No answer that counts names a model of that id, or several models have that name.
      </p>
      {near.length > 0 && (
        <>
          <h2 className="text-base font-semibold">Names that are like it</h2>
          <ul className="mb-4">
            {near.map((id) => (
              <li key={id}>
                <Link
                  href={keepAsOf(modelHref(id))}
                  className="link inline-flex min-h-7 max-w-full items-center"
                >
                  <NameText text={id} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="flex flex-wrap gap-2">
        <Link className="button" href={keepAsOf('/models')}>
          All models
        </Link>
        <Link className="button" href={`/changes?${new URLSearchParams({ model: written })}`}>
          What changed of it
        </Link>
      </p>
    </div>
  )
}
