import type { PlaygroundChoice, PlaygroundField, PlaygroundInput, PlaygroundRoute } from './playground-route'

/** A job as it goes out, but for the key. */
export interface PlaygroundJob {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | FormData
}

/** What was filled in as its route takes it; fields that were left empty are not sent. */
export function buildRun(
  { path, modelField, file: fileField, fields, canStream }: PlaygroundRoute,
  choice: PlaygroundChoice,
  { values, file, isStream }: PlaygroundInput,
): PlaygroundJob {
  const given = fields.flatMap((field) => {
    const value = values[field.name] ?? ''
    return value === '' && !(field.isRequired && field.kind === 'text') ? [] : [{ ...field, value }]
  })
  const hints = hintsOf(choice)
  if (fileField) {
    const form = new FormData()
    for (const { name, value } of given) form.set(name, value)
    if (choice.model !== '') form.set(modelField, choice.model)
    if (file) form.set(fileField.name, file)
    return { path, headers: hints, body: form }
  }
  const body = {
    ...(choice.model !== '' && { [modelField]: choice.model }),
    ...Object.fromEntries(given.map(({ name, kind, value }) => [name, fieldValue(kind, value)])),
    ...(takesMessages(fields) && { messages: messagesOf(values) }),
    ...(canStream && { stream: isStream }),
  }
  return { path, headers: { ...hints, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

export const MESSAGES = 'messages'
export const takesMessages = (fields: readonly PlaygroundField[]): boolean =>
  fields.some(({ name }) => name === MESSAGES)

const messagesOf = ({ system = '', prompt = '' }: Readonly<Record<string, string>>) => [
  ...(system === '' ? [] : [{ role: 'system', content: system }]),
  { role: 'user', content: prompt },
]

/** Whom it may go to, in the headers that every route reads. */
function hintsOf({ policy, strategy, max_price }: PlaygroundChoice): Record<string, string> {
  return {
    ...(policy !== '' && { 'livepeer-policy': policy }),
    ...(strategy !== '' && { 'livepeer-strategy': strategy }),
    ...(max_price !== '' && { 'livepeer-max-price': max_price }),
  }
}

/** What cannot be read as what it should be goes on as the text that it is, and is refused with its name. */
function fieldValue(kind: PlaygroundField['kind'], text: string): unknown {
  if (kind === 'text') return text
  if (kind === 'boolean') return text === 'true'
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const SIZES = {
  width: 'width',
  height: 'height',
  num_images_per_prompt: 'images',
  max_tokens: 'tokens',
} as const

/** The same job for `/api/v1/select`, as large as its fields say; a file is not measured for that. */
export function dryRunBody(
  { pipeline, fields }: PlaygroundRoute,
  { model, policy, strategy, max_price }: PlaygroundChoice,
  { values }: Pick<PlaygroundInput, 'values'>,
): Record<string, unknown> {
  const sizes = Object.entries(SIZES).flatMap(([field, size]) => {
    const value = Number(values[field] || Number.NaN)
    return Number.isFinite(value) ? [[size, value] as const] : []
  })
  const isSpoken = fields.some(({ name, isRequired }) => name === 'text' && isRequired)
  const size = {
    ...Object.fromEntries(sizes),
    ...(isSpoken && values.text && { characters: [...values.text].length }),
  }
  return {
    kind: 'ai',
    pipeline,
    ...(model !== '' && { model }),
    ...(policy !== '' && { policy }),
    ...(strategy !== '' && { strategy }),
    ...(max_price !== '' && { max_price }),
    ...(Object.keys(size).length > 0 && { size }),
    show: { ranking: 100, rejections: 1_000 },
  }
}
