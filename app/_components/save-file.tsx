'use client'

import { Download } from './icons'
import { saveText } from './save-text'

/** Saves what `text` returns at the time of the click as a file. */
export function SaveFile({
  label,
  fileName,
  mediaType,
  text,
}: {
  label: string
  fileName: string
  mediaType: string
  text: () => string
}) {
  return (
    <button type="button" className="button" onClick={() => saveText(text(), { mediaType, fileName })}>
      <Download aria-hidden className="size-4" />
      {label}
    </button>
  )
}
