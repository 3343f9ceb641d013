/** Where frames are drawn at all, one is by then. */
const MOST_MS = 200

/**
 * Resolves once what was done last is on screen: to begin a question takes a slow device as long as to draw the answer to
 * a click. At once where nothing is painted, in a tab that nobody sees and outside browsers; after a moment in any case.
 */
export const afterPaint = (): Promise<void> =>
  typeof document === 'undefined' || document.hidden
    ? Promise.resolve()
    : new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve))
        setTimeout(resolve, MOST_MS)
      })
