'use client'

import { displayText } from '../../../_components/display-text'
import { ScrollRegion } from '../../../_components/scroll-region'
import { BodyView } from '../../reference/_components/body-view'
import type { RunResult } from './read-answer'

/** What came back, as what it is; the whole answer stands behind a fold. */
export function ResultView({ result, mediaType }: { result: RunResult; mediaType: string }) {
  return (
    <>
      <Shown result={result} />
      {result.kind === 'document' ? (
        <Body text={result.text} mediaType={mediaType} />
      ) : (
        mediaType !== 'text/event-stream' && (
          <details className="mt-2">
            <summary className="min-h-6 text-sm text-muted">The answer as it came</summary>
            <Body text={result.text} mediaType={mediaType} />
          </details>
        )
      )}
    </>
  )
}

const Body = ({ text, mediaType }: { text: string; mediaType: string }) => (
  <div className="mt-2 min-w-0">
    <BodyView text={text} mediaType={mediaType} fileName="answer.json" />
  </div>
)

function Shown({ result }: { result: RunResult }) {
  switch (result.kind) {
    case 'images':
      return (
        <ul className="flex flex-wrap gap-3">
          {result.urls.map((url, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two results may be the same
            <li key={at} className="min-w-0">
              {/* biome-ignore lint/performance/noImgElement: it is gone in an hour, and stands as it was made */}
              <img
                src={url}
                alt={`Result ${at + 1} of ${result.urls.length}`}
                className="max-h-[70vh] max-w-full rounded-md border border-line"
              />
              <SaveLink url={url} name={`image ${at + 1}`} />
            </li>
          ))}
        </ul>
      )
    case 'films':
      return result.urls.map((url, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two results may be the same
        <div key={at}>
          {/* biome-ignore lint/a11y/useMediaCaption: nobody speaks in what a model draws */}
          <video
            src={url}
            controls
            loop
            aria-label={`Result ${at + 1} of ${result.urls.length}`}
            className="max-h-[70vh] max-w-full rounded-md border border-line"
          />
          <SaveLink url={url} name={`film ${at + 1}`} />
        </div>
      ))
    case 'sounds':
      return result.urls.map((url, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two results may be the same
        <div key={at}>
          {/* biome-ignore lint/a11y/useMediaCaption: the text that is spoken stands in the form */}
          <audio src={url} controls aria-label="Result" className="w-full max-w-md" />
          <SaveLink url={url} name="sound" />
        </div>
      ))
    case 'words':
      return <WordsView words={result.words} />
    case 'document':
      return null
  }
}

const SaveLink = ({ url, name }: { url: string; name: string }) => (
  <a href={url} target="_blank" rel="noreferrer" className="link text-sm">
    Open {name}
  </a>
)

/** Line by line, each made safe to show. */
export function WordsView({ words }: { words: string }) {
  if (words === '') return <p className="text-sm text-muted">No word came.</p>
  return (
    <ScrollRegion label="Words" className="max-h-[60vh] max-w-[80ch] overflow-y-auto text-base">
      <p className="whitespace-pre-wrap wrap-anywhere">{words.split('\n').map(displayText).join('\n')}</p>
    </ScrollRegion>
  )
}
