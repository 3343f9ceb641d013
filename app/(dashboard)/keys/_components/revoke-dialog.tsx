'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import type { KeyDto } from '@/lib/api/contract/key'
import type { Access } from '@/lib/api/queries/access'
import { keysQuery, revokeKey } from '@/lib/api/queries/keys'
import { displayText } from '../../../_components/display-text'

/** Asks once more, since nobody can take it back. */
export function RevokeDialog({
  apiKey: { id, name, usage },
  access,
  onDone,
}: {
  apiKey: KeyDto
  access: Access
  onDone: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const client = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => revokeKey(access, id),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: keysQuery(access).queryKey })
      dialog.current?.close()
    },
  })
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onDone}
      className="m-auto w-full max-w-md rounded-md border border-line bg-raised p-4 text-text shadow-xl backdrop:bg-black/50"
    >
      <h2 id={titleId} className="mb-1 text-lg font-semibold wrap-anywhere">
        Revoke <bdi>{displayText(name)}</bdi>?
      </h2>
      <p className="mb-3 text-sm">
        Whoever bears it is refused from now on, for ever: a revoked key cannot be made good again.
        {usage.jobs_in_flight > 0 && ' Its jobs that are under way go on.'} Records go on naming it.
      </p>
      {error && (
        <p role="alert" className="mb-3 text-sm text-bad wrap-anywhere">
          It could not be revoked: {displayText(error.message)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          Keep it
        </button>
        <button
          type="button"
          className="button border-bad text-bad"
          disabled={isPending}
          onClick={() => mutate()}
        >
          {isPending ? 'Revoking' : 'Revoke for ever'}
        </button>
      </div>
    </dialog>
  )
}
