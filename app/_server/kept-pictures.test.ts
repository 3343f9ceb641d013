import { describe, expect, test } from 'vitest'
import { KeptPictures } from './kept-pictures'

const pictures = (options: Partial<ConstructorParameters<typeof KeptPictures>[0]> = {}) =>
  new KeptPictures<string>({ kept: 2, waiting: 2, rest: async () => {}, ...options })

describe('pictures that are costly to draw', () => {
  test('each is drawn once, however many ask for it', async () => {
    let drawn = 0
    const kept = pictures()
    const draw = async () => `picture ${++drawn}`
    expect(await Promise.all([kept.get('a', draw), kept.get('a', draw)])).toEqual(['picture 1', 'picture 1'])
    expect(await kept.get('a', draw)).toBe('picture 1')
  })

  test('the one that nobody asked for longest is forgotten first', async () => {
    const drawn: string[] = []
    const kept = pictures()
    const get = (key: string) => kept.get(key, async () => String(drawn.push(key)))
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key)
    expect(drawn).toEqual(['a', 'b', 'c', 'b'])
  })

  test('one is drawn at a time, with a rest after each, and too many are told so', async () => {
    const told: string[] = []
    const kept = pictures({ rest: async () => void told.push('rest') })
    const get = (key: string) =>
      kept.get(key, async () => {
        told.push(`${key} begins`)
        await new Promise((resolve) => setTimeout(resolve, 1))
        told.push(`${key} ends`)
        return key
      })
    const [a, b, c] = [get('a'), get('b'), get('c')]
    expect(c).toBeNull()
    await Promise.all([a, b])
    expect(told.slice(0, 5)).toEqual(['a begins', 'a ends', 'rest', 'b begins', 'b ends'])
    expect(await get('c')).toBe('c')
  })

  test('what failed is tried again', async () => {
    const kept = pictures()
    await expect(kept.get('a', () => Promise.reject(new Error('no ink')))).rejects.toThrow('no ink')
    expect(await kept.get('a', async () => 'a')).toBe('a')
  })
})
