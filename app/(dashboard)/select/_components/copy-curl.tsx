'use client'

import { CopyButton } from '../../../_components/copy-button'

/** The same question for a terminal. */
export function CopyCurl({ body }: { body: Readonly<Record<string, unknown>> }) {
  const command = () => `curl -s ${window.location.origin}/api/v1/select -d ${quoted(JSON.stringify(body))}`
  return <CopyButton label="Copy as cURL" text={command} />
}

/** For a shell, whatever a stranger's name has in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
