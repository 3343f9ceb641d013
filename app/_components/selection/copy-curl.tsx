'use client'

import { CopyButton } from '../copy-button'
import { curlCommand } from './curl-command'

/** The same question for a terminal. */
export function CopyCurl({ path, body }: { path: string; body: Readonly<Record<string, unknown>> }) {
  return (
    <CopyButton label="Copy as cURL" text={() => curlCommand(`${window.location.origin}${path}`, body)} />
  )
}
