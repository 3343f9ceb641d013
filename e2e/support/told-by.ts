import type { Page } from '@playwright/test'
import { displayText, displayUri } from '@/app/_components/display-text'
import {
  formatCount,
  formatDuration,
  formatExact,
  formatGib,
  formatMoment,
  formatNumber,
} from '@/app/_components/format'
import { historyDto } from '@/lib/api/contract/history'
import { sweepsDto } from '@/lib/api/contract/sweep'
import { eventually } from './start-app'

/**
 * The end of a sweep (ISO), as of which something has been there for long enough that its prices have a history: right
 * after the start a node may not have answered yet.
 */
export async function momentWithHistory(page: Page, api: string): Promise<string> {
  const read = async (path: string) => (await page.request.get(path)).json()
  const moment = async (): Promise<string | null> => {
    const { sweeps } = sweepsDto.parse(await read('/api/v1/sweeps?limit=1'))
    const asOf = sweeps[0]?.as_of
    if (asOf === undefined) return null
    const detail = await page.request.get(`${api}?as_of=${asOf}`)
    const history = await page.request.get(`${api}/history?metric=price&window=7d&step=2h&as_of=${asOf}`)
    if (!detail.ok() || !history.ok()) return null
    const prices = historyDto.parse(await history.json())
    const isKnown =
      prices.metric === 'price' &&
      prices.series.some(({ points }) => points.some(({ median }) => median !== null))
    return isKnown ? asOf : null
  }
  const found = await eventually(moment, (asOf) => asOf !== null)
  return found ?? ''
}

/** What a page may show: everything that some answers of the API hold, in whatever form numbers are shown. */
interface Told {
  readonly numbers: ReadonlySet<string>
  /** Texts with a digit in them, the longest first. */
  readonly texts: readonly string[]
}

export interface WalkOptions {
  /** Words of the page itself that have a digit in them. */
  readonly words?: readonly string[]
  /** What is not walked besides drawings, code and forms. */
  readonly except?: readonly string[]
}

/**
 * Every number that the page shows and that none of these answers tells, with the words around it: empty where nothing is
 * invented. Moments are compared by `<time datetime>`, exact values by `<data value>`; charts stand again in their tables.
 */
export async function numbersNobodyTold(
  page: Page,
  answers: readonly unknown[],
  { words = [], except = [] }: WalkOptions = {},
): Promise<string[]> {
  const told = toldBy(answers)
  const shown = await page.evaluate(readPage, [
    'svg',
    'pre',
    'form',
    'noscript',
    'button[aria-pressed]',
    ...except,
  ])
  const strange = [
    ...shown.values.filter((value) => !told.numbers.has(value)).map((value) => `<data> ${value}`),
    ...shown.moments
      .filter((moment) => !told.texts.includes(moment) && !told.texts.some((text) => text.startsWith(moment)))
      .map((moment) => `<time> ${moment}`),
  ]
  for (const text of shown.texts) {
    let rest = text
    for (const known of [...words, ...told.texts]) rest = rest.replaceAll(known, ' ')
    for (const [number] of rest.matchAll(/\d[\d,]*(?:\.\d+)?(?:E[+-]?\d+)?/g))
      if (!told.numbers.has(number.replace(/,$/, ''))) strange.push(`${number} in "${text.trim()}"`)
  }
  return strange
}

function toldBy(answers: readonly unknown[]): Told {
  const numbers = new Set<string>()
  const texts = new Set<string>()
  const addNumber = (value: number | string) => {
    for (const form of [String(value), formatExact(value), formatNumber(value), formatGib(String(value))])
      numbers.add(form.replace(/^-/, ''))
    // Shares are shown as percentages.
    if (Number(value) > 0 && Number(value) <= 1) numbers.add(formatNumber(100 * Number(value)))
    if (Number.isInteger(Number(value))) numbers.add(formatCount(Number(value)))
    const [duration = ''] = formatDuration(Number(value)).split('\u00a0')
    numbers.add(duration)
  }
  const addText = (value: string) => {
    if (/^-?\d+(\.\d+)?$/.test(value)) addNumber(value)
    else if (/\d/.test(value))
      for (const form of [value, displayText(value), displayUri(value), ends(value), ...asMoment(value)])
        texts.add(form)
  }
  const visit = (value: unknown): void => {
    if (typeof value === 'number') addNumber(value)
    else if (typeof value === 'string') addText(value)
    else if (typeof value === 'object' && value !== null) {
      // How many there are is told by the list itself.
      if (Array.isArray(value)) addNumber(value.length)
      for (const inner of Object.values(value)) visit(inner)
    }
  }
  for (const answer of answers) visit(answer)
  return { numbers, texts: [...texts].sort((a, b) => b.length - a.length) }
}

/** Runs in the page. One text for each element that has words of its own, so that no number runs into another. */
function readPage(except: string[]) {
  const main = document.querySelector('main')
  if (!main) throw new Error('the page has no main part')
  const left = new Set(main.querySelectorAll(`${except.join(',')}, [aria-hidden=true], select, input`))
  const isLeft = (element: Element | null): boolean => {
    for (let at = element; at && at !== main; at = at.parentElement)
      if (left.has(at) || at.getClientRects().length === 0) return true
    return false
  }
  const within = [...main.querySelectorAll('*')].filter((element) => !isLeft(element))
  const moments = within.flatMap((element) => (element instanceof HTMLTimeElement ? element.dateTime : []))
  const values = within.flatMap((element) => (element instanceof HTMLDataElement ? element.value : []))
  const blocks = within.filter((element) =>
    /^(P|LI|TD|TH|H1|H2|H3|DD|DT|FIGCAPTION|CAPTION|A)$/.test(element.tagName),
  )
  const textOf = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
    if (!(node instanceof Element) || left.has(node) || node.tagName === 'TIME') return ' '
    const isOwnLine = getComputedStyle(node).display !== 'inline'
    const inner = [...node.childNodes].map(textOf).join('')
    return isOwnLine ? ` ${inner} ` : inner
  }
  return { moments, values, texts: blocks.map((block) => textOf(block).replace(/\s+/g, ' ')) }
}

/** A moment as sentences tell it. */
const asMoment = (text: string): string[] =>
  /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? [formatMoment(text)] : []

/** An address as headings call it. */
const ends = (text: string): string =>
  /^0x[0-9a-f]{40}$/i.test(text) ? `${text.slice(0, 6)}…${text.slice(-4)}` : text
