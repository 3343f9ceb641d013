import { Fragment } from 'react'
import { displayText } from './display-text'

/** Shorter names stay on one line wherever they stand. */
const BREAK_FROM = 14

/** A name of a stranger in one piece; a long one may break after its separators rather than anywhere. */
export function NameText({ text, title }: { text: string; title?: string }) {
  const whole = displayText(text)
  if (whole.length < BREAK_FROM) return <bdi title={title}>{whole}</bdi>
  const parts = whole.split(/(?<=[/_:]|(?<!\d)\.)(?=\w)/)
  return (
    <bdi title={title}>
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts repeat and have no other identity than their place
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  )
}
