'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/**
 * Whether an element was ever in view, or `ahead` below it (a length of CSS): what costs something is asked for only then.
 */
export function useSeen<T extends Element>(ahead = '0px'): readonly [RefObject<T | null>, boolean] {
  const ref = useRef<T>(null)
  const [isSeen, setIsSeen] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element || isSeen) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true)
      },
      { rootMargin: ahead },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [isSeen, ahead])
  return [ref, isSeen]
}
