'use client'

import { useSyncExternalStore } from 'react'

/** Something that this browser remembers, the same in every part of a page and in every tab. */
export interface LocalStore<T> {
  /** What stands there before the page is alive. */
  readonly initial: T
  read(): T
  write(next: T): void
  subscribe(listener: () => void): () => void
}

/**
 * Kept under a key of the browser's local storage as JSON; `parse` makes a value of what anybody may have left there,
 * null: nothing that can be used. Where the browser refuses to keep anything, it lasts as long as the page.
 */
export function createLocalStore<T>(
  key: string,
  { initial, parse }: { initial: T; parse: (json: unknown) => T | null },
): LocalStore<T> {
  let value: T | undefined
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const onStorage = (event: StorageEvent) => {
    if (event.key !== key && event.key !== null) return
    value = undefined
    tell()
  }
  const read = (): T => {
    value ??= readKept(key, parse) ?? initial
    return value
  }
  return {
    initial,
    read,
    write(next) {
      value = next
      try {
        window.localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // Refused or full: it holds for this page.
      }
      tell()
    },
    subscribe(listener) {
      if (listeners.size === 0) window.addEventListener('storage', onStorage)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) window.removeEventListener('storage', onStorage)
      }
    },
  }
}

function readKept<T>(key: string, parse: (json: unknown) => T | null): T | null {
  try {
    const text = window.localStorage.getItem(key)
    return text === null ? null : parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** What is remembered; before the page is alive, what stands there initially. */
export const useLocalStore = <T>(store: LocalStore<T>): T =>
  useSyncExternalStore(store.subscribe, store.read, () => store.initial)
