import { CopyButton } from '../../../_components/copy-button'
import { ScrollRegion } from '../../../_components/scroll-region'

const EXAMPLE = `{
  // Whatever has no price of its own: what the network charges, and 20 % more.
  "default": { "markup_percent": 20 },
  "prices": {
    "text-to-image": { "*": { "usd": "0.02", "per": "image" } },
    "live-video-to-video": { "usd": "0.45", "per": "hour" },
    "llm": { "markup_percent": "12.5" }
  }
}
`

/** In place of offers where the operator has set no prices. */
export function HowToOffer() {
  return (
    <section aria-labelledby="how-title" className="panel max-w-[80ch] min-w-0 p-3">
      <h2 id="how-title" className="text-lg font-semibold">
        How it comes to offer something
      </h2>
      <p className="mt-1 mb-2 text-sm">
        Write a file of prices, JSON with comments, and name it by{' '}
        <code className="font-mono text-xs">PRICING_FILE</code> when you start this server. A price is fixed
        in dollars or a markup on the median of what nodes charge; a model’s own rule counts before its
        pipeline’s, that before the default. The file is read again when it changes, and a mistake in it is
        named by its line.
      </p>
      <ScrollRegion label="Example of a file of prices" className="overflow-x-auto rounded-md bg-canvas p-3">
        <pre className="font-mono text-xs">{EXAMPLE}</pre>
      </ScrollRegion>
      <div className="mt-2">
        <CopyButton label="Copy the example" text={() => EXAMPLE} hasWords />
      </div>
    </section>
  )
}
