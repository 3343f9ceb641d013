import { Fragment } from 'react'

/** A description of the API: paragraphs, and code between backticks. */
export function DocText({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((paragraph) => (
    <p key={paragraph} className="max-w-[70ch] not-last:mb-1.5">
      <DocWords text={paragraph} />
    </p>
  ))
}

/** The same within a line. */
export function DocWords({ text }: { text: string }) {
  return text.split('`').map((part, at) => {
    const isCode = at % 2 === 1
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts repeat and have no other identity than their place
      <Fragment key={at}>
        {isCode ? <code className="font-mono text-[0.95em] wrap-anywhere">{part}</code> : part}
      </Fragment>
    )
  })
}
