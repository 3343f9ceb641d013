import { seededRandom } from '@/lib/domain/seeded-random'

const WORDS =
  'amber brook cedar delta ember fjord grove harbor island juniper kelp lantern meadow north orchard pebble quartz river stone tide under valley willow yarrow zephyr and the of in over with slow bright quiet'.split(
    ' ',
  )

/** So many words, which the text decides: the same text, the same words. */
export function makeWords(count: number, seed: string): string[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => WORDS[random.int(0, WORDS.length - 1)] ?? '')
}
