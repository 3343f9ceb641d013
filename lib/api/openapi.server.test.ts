import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { offeringId } from '@/lib/catalog/offering-id'
import { makePng } from '@/lib/devnet/jobs/png'
import { makeWav } from '@/lib/devnet/jobs/wav'
import { parseXml } from './changes/testdata/parse-xml'
import { type ApiDocumentDto, apiDocumentDto } from './contract/api-document'
import { type NewKeyDto, newKeyDto } from './contract/key'
import { METHODS, type Method, type Operation } from './endpoint'
import { ENDPOINTS } from './endpoints'
import { OPERATOR_KEY, type StandingApp, startStandingApp } from './testdata/standing-app'
import { strangers } from './testdata/strangers'

let standing: StandingApp
let document: ApiDocumentDto
/** Bears itself, and is changed and revoked. */
let clientKey: NewKeyDto
beforeAll(async () => {
  standing = await startStandingApp()
  const response = await fetch(`${standing.app.gatewayUrl}/api/v1/openapi.json`)
  document = apiDocumentDto.parse(await response.json())
  clientKey = await makeKey()
})
afterAll(() => standing.stop())

async function makeKey(): Promise<NewKeyDto> {
  const response = await fetch(`${standing.app.gatewayUrl}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    body: JSON.stringify({ name: 'for tests' }),
  })
  return newKeyDto.parse(await response.json())
}

/** One question that the document tells people to try. */
interface Question {
  readonly method: Method
  readonly path: string
  readonly operation: Operation
  /** `?state=warm`, or nothing. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
}

/** What is saved is asked for afterwards, and what sets something going comes last. */
const ORDER: readonly Method[] = ['PUT', 'GET', 'DELETE', 'POST']

const questions: readonly Question[] = ENDPOINTS.flatMap(({ path, operations }) =>
  METHODS.flatMap((method) => {
    const operation = operations[method]
    if (!operation || operation.doc.isOfAJob) return []
    const { parameters = [], examples = [] } = operation.doc
    const needed = (wanted: 'header' | 'query'): Record<string, string> =>
      Object.fromEntries(
        parameters.flatMap(({ name, in: place, isRequired, example }) =>
          place === wanted && isRequired ? [[name, String(example)]] : [],
        ),
      )
    const ask = (query: string, headers: Question['headers'] = {}): Question => ({
      method,
      path,
      operation,
      query,
      headers,
    })
    const askWith = (own: Readonly<Record<string, string>>): Question => {
      const query = new URLSearchParams({ ...needed('query'), ...own }).toString()
      return ask(query && `?${query}`, needed('header'))
    }
    return [
      askWith({}),
      ...examples.map(({ query }) => ask(query)),
      ...parameters.flatMap(({ name, in: place, example }) => {
        if (example === undefined) return []
        return place === 'query' ? askWith({ [name]: String(example) }) : ask('', { [name]: String(example) })
      }),
      ...formatsOf(operation).map((format) => askWith({ format })),
    ]
  }),
).toSorted((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method))

function formatsOf({ doc }: Operation): string[] {
  const format = doc.parameters?.find(({ name }) => name === 'format')
  return format ? z.array(z.string()).parse(format.schema.enum) : []
}

const targetOf = ({ path, operation, query }: Question): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const example = operation.doc.segments?.[name]?.example
    if (example === undefined) throw new Error(`${path} has no example of ${name}`)
    return encodeURIComponent(example.startsWith('key_') ? clientKey.id : withLivePort(example))
  })
  return `${filled}${query}`
}

/** The demo's nodes have the ports of the examples; those of a test have any that are free. */
function withLivePort(example: string): string {
  if (example === offeringId('https://halcyon-1.localhost:18935', ...DEMO_OFFERING))
    return offeringId(liveUri('halcyon-1.localhost'), ...DEMO_OFFERING)
  const [, host] = /^([a-z0-9.-]+):\d+$/.exec(example) ?? []
  if (host === undefined) return example
  return new URL(liveUri(host)).host
}

/** What `halcyon-1` offers; an offering's id hangs on the port of its node. */
const DEMO_OFFERING = [35, 'streamdiffusion-sdxl'] as const

function liveUri(host: string): string {
  const uri = standing.devnet.serviceUris().find((one) => new URL(one).hostname === host)
  if (uri === undefined) throw new Error(`the standing fleet has no node at ${host}`)
  return uri
}

const send = (base: string, question: Question): Promise<Response> => {
  const { method, operation, headers } = question
  const { requestBody } = operation.doc
  return fetch(`${base}${targetOf(question)}`, {
    method,
    headers: {
      ...headers,
      ...((operation.isForOperator || operation.isForReaders) && { authorization: `Bearer ${OPERATOR_KEY}` }),
      ...(operation.isForKey && { authorization: `Bearer ${clientKey.secret}` }),
      ...(requestBody && !requestBody.file && { 'content-type': 'application/json' }),
    },
    ...(requestBody && { body: bodyOf(requestBody) }),
  })
}

const FILES = { image: makePng({ width: 64, height: 64 }, 'in'), audio: makeWav(1_500, 'in') }

function bodyOf({ example, file }: NonNullable<Operation['doc']['requestBody']>): string | FormData {
  if (!file) return JSON.stringify(example)
  const form = new FormData()
  for (const [name, value] of Object.entries(z.record(z.string(), z.string()).parse(example)))
    form.set(name, value)
  form.set(file.field, new Blob([new Uint8Array(FILES[file.kind])]), `in.${file.kind}`)
  return form
}

describe('what the document says is what one gets', () => {
  test.each(
    questions.map((question) => [`${question.method} ${question.path}${question.query}`, question] as const),
  )('%s', async (_, question) => {
    const { answer } = question.operation.doc
    for (const base of doorsFor(question)) {
      const response = await send(base, question)
      const mediaType = response.headers.get('content-type')?.split(';')[0] ?? null
      const events = answer.content['text/event-stream']
      if (events && mediaType === 'text/event-stream') {
        await checkStream(response, events)
        continue
      }
      const text = await response.text()
      expect(response.ok ? response.status : text).toBeOneOf(statusesOf(question))
      const types = Object.keys(answer.content)
      if (types.length === 0) {
        expect(text).toBe('')
        continue
      }
      expect(types).toContain(mediaType)
      if (mediaType === 'text/csv') checkCsv(text, question)
      else if (mediaType === 'application/x-ndjson') checkNdjson(text, question)
      else if (mediaType?.endsWith('+xml')) parseXml(text)
      else if (mediaType === 'text/plain') checkMetrics(text)
      else if (mediaType === 'audio/wav') expect(text.slice(0, 4)).toBe('RIFF')
      else checkJson(text, question)
    }
  })

  test('a key or a type that is not described is found', () => {
    const shapes = document.components.schemas
    const price = {
      wei: '1',
      per_units: '1',
      unit: 'pixel',
      wei_per_unit: '1',
      origin: 'model',
      usd_per_unit: null,
      costs: [{ task: 'hour', label: 'an hour', wei: '1', usd: null, uncertainty: null }],
      implausible: null,
    }
    const schema = { anyOf: [{ $ref: '#/components/schemas/Price' }, { type: 'null' }] }
    expect(strangers(price, schema, shapes)).toEqual([])
    expect(strangers(null, schema, shapes)).toEqual([])
    expect(strangers({ ...price, eur: '1' }, schema, shapes)).toEqual(['$.eur'])
    expect(strangers({ ...price, wei: 1 }, schema, shapes)).toEqual(['$.wei is number'])
    expect(strangers({ ...price, costs: [{ ...price.costs[0], x: 1 }] }, schema, shapes)).toEqual([
      '$.costs[0].x',
    ])
  })
})

/** What changes something is asked for once: the second time it would find it changed. */
const doorsFor = ({ method }: Question): string[] =>
  method === 'GET' ? [standing.app.url, standing.app.gatewayUrl] : [standing.app.gatewayUrl]

/** Whatever is saved under a new name is created. */
const statusesOf = ({ method, operation }: Question): number[] =>
  method === 'PUT' ? [operation.doc.answer.status, 201] : [operation.doc.answer.status]

/** A stream has no end: its first event is read, and the rest is let go. */
async function checkStream(response: Response, event: z.ZodType): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  let text = ''
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (text.includes('\n\n')) break
  }
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? ''
  expect(event.safeParse(JSON.parse(data)).error?.issues).toBeUndefined()
}

/** Comments, or a name with labels and a number, and a line end after the last one. */
function checkMetrics(text: string): void {
  expect(text.split('\n').at(-1)).toBe('')
  const odd = text
    .split('\n')
    .filter(
      (line) =>
        line !== '' && !/^(#.*|[a-z_]+(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? -?[\d.e+-]+)$/.test(line),
    )
  expect(odd).toEqual([])
}

function checkJson(text: string, question: Question): void {
  const value: unknown = JSON.parse(text)
  const fields = fieldsOf(question)
  const schema = question.operation.doc.answer.content['application/json']
  if (!schema) throw new Error('the answer has no schema')
  const checked = fields === null ? schema : withPartialRows(question)
  expect(checked.safeParse(value).error?.issues).toBeUndefined()
  expect(strangers(value, servedSchema(question), document.components.schemas)).toEqual([])
  // An example without rows shows nothing; but how fast nodes answer is the affair of the machine that runs them.
  if (isList(question) && !question.query.includes('latency'))
    expect(rowsOf(value, question).length).toBeGreaterThan(0)
}

/** Columns are what was asked for, else fields of the list; there is a line for each row. */
function checkCsv(text: string, question: Question): void {
  const [header = '', ...lines] = text.trimEnd().split('\r\n')
  const columns = header.split(',')
  expect(fieldsOf(question) ?? columns).toEqual(columns)
  const fields = question.operation.doc.parameters?.find(({ name }) => name === 'fields')?.schema.enum
  expect(z.array(z.string()).parse(fields)).toEqual(expect.arrayContaining(columns))
  expect(lines.length).toBeGreaterThan(0)
}

function checkNdjson(text: string, question: Question): void {
  const lines = text.split('\n').slice(0, -1)
  // A history may have nothing to tell yet.
  if (isList(question)) expect(lines.length).toBeGreaterThan(0)
  const checked = fieldsOf(question) === null ? rowsSchema(question).element : rowSchema(question).partial()
  for (const line of lines) expect(checked.safeParse(JSON.parse(line)).error?.issues).toBeUndefined()
}

const isList = ({ operation }: Question): boolean =>
  operation.doc.parameters?.some(({ name }) => name === 'fields') ?? false

function fieldsOf({ query }: Question): string[] | null {
  return new URLSearchParams(query).get('fields')?.split(',') ?? null
}

/** The rows of a list stand under the last segment of its path. */
const rowsKey = ({ path }: Question): string => path.split('/').at(-1) ?? ''

const rowsOf = (value: unknown, question: Question): readonly unknown[] =>
  z.array(z.unknown()).parse(z.record(z.string(), z.unknown()).parse(value)[rowsKey(question)])

function listSchema({ operation }: Question): z.ZodObject {
  const schema = operation.doc.answer.content['application/json']
  if (!(schema instanceof z.ZodObject)) throw new Error('the answer of a list is an object')
  return schema
}

function rowsSchema(question: Question): z.ZodArray<z.ZodType> {
  const rows = listSchema(question).shape[rowsKey(question)]
  if (!(rows instanceof z.ZodArray) || !(rows.element instanceof z.ZodType))
    throw new Error('a list has rows')
  return z.array(rows.element)
}

function rowSchema(question: Question): z.ZodObject {
  const { element } = rowsSchema(question)
  if (!(element instanceof z.ZodObject)) throw new Error('rows with fields are objects')
  return element
}

const withPartialRows = (question: Question): z.ZodType =>
  listSchema(question).extend({ [rowsKey(question)]: z.array(rowSchema(question).partial()) })

function servedSchema({ path, method, operation }: Question) {
  const [, described] =
    Object.entries(document.paths[path] ?? {}).find(([name]) => name.toUpperCase() === method) ?? []
  const schema = described?.responses[operation.doc.answer.status]?.content?.['application/json']?.schema
  if (!schema) throw new Error(`the document does not describe ${method} ${path}`)
  return schema
}
