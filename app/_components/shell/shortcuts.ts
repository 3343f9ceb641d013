'use client'

import { useEffect, useRef } from 'react'
import { isTypingIn } from '../is-typing-in'
import { useSingleKeys } from '../single-keys'

/** How long `g` waits for the letter of a page. */
const SEQUENCE_MS = 1_500

/**
 * Calls the handler of a key, or of two after each other (`g m`), wherever the focus is but in a field or a dialog.
 * Whoever handles a key earlier and prevents its default keeps it.
 */
export function useShortcuts(handlers: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const [hasSingleKeys] = useSingleKeys()
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    let first = { key: '', at: 0 }
    const onKeyDown = (event: KeyboardEvent) => {
      const { key } = event
      if (!hasSingleKeys || isForOthers(event)) return
      const both = event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : key
      const name = both in latest.current ? both : key
      first = { key, at: event.timeStamp }
      const handler = Object.hasOwn(latest.current, name) ? latest.current[name] : undefined
      if (!handler) return
      event.preventDefault()
      handler(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [hasSingleKeys])
}

/** Keys that belong to a field, a dialog, the browser, or somebody who took them already. */
function isForOthers({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented || ctrlKey || metaKey || altKey) return true
  return isTypingIn(target) || document.querySelector('dialog[open]') !== null
}
