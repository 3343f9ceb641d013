/** A choice of whoever looks at the page, kept in this browser and shared by its tabs. */
export interface LocalChoice<T extends string> {
  readonly subscribe: (listener: () => void) => () => void
  readonly read: () => T
  readonly write: (value: T) => void
}

/** `read` makes a choice of whatever is stored; `show` puts it on the page at once. */
export function localChoice<T extends string>({
  key,
  read: parse,
  show,
}: {
  key: string
  read: (stored: string | null) => T
  show?: (value: T) => void
}): LocalChoice<T> {
  const listeners = new Set<() => void>()
  /** What was chosen here; holds where the browser refuses storage. */
  let chosen: T | null = null

  const read = (): T => {
    if (chosen !== null) return chosen
    try {
      return parse(localStorage.getItem(key))
    } catch {
      // Storage is refused: the choice lives as long as the page.
      return parse(null)
    }
  }
  const tell = (value: T) => {
    show?.(value)
    for (const listener of listeners) listener()
  }
  /** Another tab chose. */
  const onStorage = (event: StorageEvent) => {
    if (event.key !== key) return
    chosen = null
    tell(read())
  }
  return {
    read,
    subscribe: (listener) => {
      listeners.add(listener)
      window.addEventListener('storage', onStorage)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) window.removeEventListener('storage', onStorage)
      }
    },
    write: (value) => {
      chosen = value
      try {
        localStorage.setItem(key, value)
      } catch {
        // Storage is refused: the choice lives as long as the page.
      }
      tell(value)
    },
  }
}
