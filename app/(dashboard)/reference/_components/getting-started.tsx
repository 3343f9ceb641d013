'use client'

import { CopyButton } from '../../../_components/copy-button'
import { DocText } from '../../../_components/doc-text'
import { clientCommands, clientSample } from './client-sample'
import { useOrigin } from './use-origin'

/** What holds for all operations, and how a program begins. */
export function GettingStarted({ description }: { description: string }) {
  const origin = useOrigin()
  return (
    <section aria-labelledby="begin-title" className="panel min-w-0 p-3 text-sm">
      <h2 id="begin-title" className="mb-1 text-lg font-semibold">
        Before you begin
      </h2>
      <DocText text={description} />
      <h3 className="mt-4 mb-1 font-semibold">A client in two commands</h3>
      <p className="mb-2 max-w-[70ch]">
        Types for TypeScript are made of the OpenAPI document, and a small client asks by them. A misspelt
        parameter then does not compile.
      </p>
      <Code text={clientCommands(origin)} label="Copy commands" />
      <h3 className="mt-4 mb-2 font-semibold">Which then asks</h3>
      <Code text={clientSample(origin)} label="Copy program" />
    </section>
  )
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <>
      <pre className="mb-2 rounded-md border border-line bg-canvas p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
      <CopyButton label={label} text={() => text} />
    </>
  )
}
