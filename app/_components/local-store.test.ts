import { afterEach, expect, test, vi } from 'vitest'
import { createLocalStore } from './local-store'

const parse = (json: unknown) => (typeof json === 'number' ? json : null)

/** What a browser has of storage, as far as a store needs it. */
function standIn(kept: Map<string, string>, { refuses = false } = {}) {
  const act = <T>(what: () => T): T => {
    if (refuses) throw new DOMException('refused', 'SecurityError')
    return what()
  }
  vi.stubGlobal('window', {
    addEventListener: () => {},
    removeEventListener: () => {},
    localStorage: {
      getItem: (key: string) => act(() => kept.get(key) ?? null),
      setItem: (key: string, text: string) => act(() => kept.set(key, text)),
    },
  })
}

afterEach(() => vi.unstubAllGlobals())

test('what is written is told to all who listen, kept, and read by the next page', () => {
  const kept = new Map<string, string>()
  standIn(kept)
  const store = createLocalStore('n', { initial: 0, parse })
  const listener = vi.fn()
  const stop = store.subscribe(listener)
  store.write(7)
  stop()
  store.write(8)
  expect(listener).toHaveBeenCalledTimes(1)
  expect(store.read()).toBe(8)
  expect(createLocalStore('n', { initial: 0, parse }).read()).toBe(8)
})

test('what somebody else left there is not believed', () => {
  for (const text of ['"x"', '{', '']) {
    standIn(new Map([['n', text]]))
    expect(createLocalStore('n', { initial: 3, parse }).read()).toBe(3)
  }
})

test('where nothing may be kept it lasts as long as the page', () => {
  standIn(new Map(), { refuses: true })
  const store = createLocalStore('n', { initial: 0, parse })
  store.write(5)
  expect(store.read()).toBe(5)
})
