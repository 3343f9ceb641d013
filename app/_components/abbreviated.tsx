import { displayText, shortenMiddle } from './display-text'
import { NameText } from './name-text'

/**
 * A name or address with its middle left out; the whole is in the title, copied with a selection, read by screen
 * readers, and shown while the link or button around it has the keyboard's focus.
 */
export function Abbreviated({ text, max }: { text: string; max: number }) {
  const whole = displayText(text)
  const short = shortenMiddle(whole, max)
  if (short === whole) return <NameText text={whole} />
  return (
    <span title={whole}>
      <bdi aria-hidden className="abbreviated-short">
        {short}
      </bdi>
      <bdi className="abbreviated-whole">{whole}</bdi>
    </span>
  )
}
