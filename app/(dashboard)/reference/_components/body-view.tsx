'use client'

import { useMemo, useState, useTransition } from 'react'
import { displayText } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { Download } from '../../../_components/icons'
import { saveText } from '../../../_components/save-text'
import { ScrollRegion } from '../../../_components/scroll-region'
import { indentJson, type Lines, splitLines } from './indent-json'

const FIRST_LINES = 200
/** As many as a browser lays out without a pause that one notices; the whole is in the file. */
const MAX_LINES = 200_000
const BLOCK_LINES = 500
/** More of one line cannot be read, and takes long to lay out. */
const MAX_LINE_LENGTH = 2_000

const TEXT_BOX = 'max-h-[60vh] overflow-auto rounded-md border border-line bg-canvas p-2 font-mono text-xs'

/** The body of an answer: JSON indented, all else as it is, its first lines until more is asked for. */
export function BodyView({
  text,
  mediaType,
  fileName,
}: {
  text: string
  mediaType: string
  fileName: string
}) {
  const [isUnfolded, setIsUnfolded] = useState(false)
  const [isUnfolding, startUnfolding] = useTransition()
  const { lines, isWhole } = useMemo(
    () => linesOf(text, mediaType, isUnfolded ? MAX_LINES : FIRST_LINES),
    [text, mediaType, isUnfolded],
  )
  return (
    <>
      <ScrollRegion label="Body" className={TEXT_BOX}>
        <TextBlocks lines={lines} />
      </ScrollRegion>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <p role="status" className="text-muted">
          {isWhole
            ? lines.length === 1
              ? 'One line'
              : `All ${formatCount(lines.length)} lines`
            : `The first ${formatCount(lines.length)} lines`}
        </p>
        {!isWhole && !isUnfolded && (
          <button
            type="button"
            className="button"
            aria-busy={isUnfolding}
            onClick={() => startUnfolding(() => setIsUnfolded(true))}
          >
            Show all
          </button>
        )}
        <button type="button" className="button" onClick={() => saveText(text, { mediaType, fileName })}>
          <Download aria-hidden className="size-4" />
          Download
        </button>
      </div>
    </>
  )
}

/** What comes as it comes: the latest is in view for as long as nobody scrolls away from it. */
export function StreamView({ text }: { text: string }) {
  const { lines } = useMemo(() => splitLines(text, { maxLines: MAX_LINES }), [text])
  return (
    <ScrollRegion label="Events" className={`flex min-h-16 flex-col-reverse ${TEXT_BOX}`}>
      <TextBlocks lines={lines} />
    </ScrollRegion>
  )
}

/** Only blocks in view are laid out. */
function TextBlocks({ lines }: { lines: readonly string[] }) {
  const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK_LINES) }, (_, at) =>
    lines.slice(at * BLOCK_LINES, (at + 1) * BLOCK_LINES),
  )
  return (
    <div className="w-max min-w-full">
      {blocks.map((block, at) => (
        <pre
          // biome-ignore lint/suspicious/noArrayIndexKey: a block has no other identity than its place
          key={at}
          style={
            blocks.length > 1
              ? { contentVisibility: 'auto', containIntrinsicHeight: `auto ${block.length}rem` }
              : undefined
          }
        >
          {block.map((line) => `${shownLine(line)}\n`).join('')}
        </pre>
      ))}
    </div>
  )
}

function shownLine(line: string): string {
  const short =
    line.length <= MAX_LINE_LENGTH
      ? line
      : `${line.slice(0, MAX_LINE_LENGTH)} … ${formatCount(line.length - MAX_LINE_LENGTH)} characters more`
  // Nearly all lines are plain, and looking at each letter of a hundred thousand lines takes long.
  return PLAIN.test(short) ? short : displayText(short)
}

const PLAIN = /^[\x20-\x7e]*$/

function linesOf(text: string, mediaType: string, maxLines: number): Lines {
  const isJson = mediaType === 'application/json' || mediaType.endsWith('+json')
  return isJson ? indentJson(text, { maxLines }) : splitLines(text, { maxLines })
}
