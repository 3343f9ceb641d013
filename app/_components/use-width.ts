'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** How wide an element is, in CSS pixels, as it comes and goes; null: not known yet. */
export function useWidth<T extends Element>(): [ref: RefObject<T | null>, width: number | null] {
  const ref = useRef<T>(null)
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
