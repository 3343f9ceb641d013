import Link from 'next/link'
import { displayText } from '../../../_components/display-text'
import { modelHref } from '../../../_components/model-href'
import { NameText } from '../../../_components/name-text'
import type { ShownChange } from './change-kinds'

/** What a change is of: pipeline, model and card. */
export function ChangedOffering({
  offering: { pipeline, model, gpu },
}: {
  offering: Extract<ShownChange, { kind: 'offering-added' }>['offering']
}) {
  return (
    <>
      <NameText text={pipeline} />
      {model !== null && (
        <>
          {' · '}
          <Link href={modelHref(model)} className="link">
            <NameText text={model} />
          </Link>
        </>
      )}
      {gpu !== null && (
        <span className="text-muted">
          {' · '}
          <bdi>{displayText(gpu)}</bdi>
        </span>
      )}
    </>
  )
}
