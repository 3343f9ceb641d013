import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { apiDocumentDto } from '@/lib/api/contract/api-document'
import { ENDPOINTS } from '@/lib/api/endpoints'
import { openApiDocument } from '@/lib/api/openapi'
import { buildRequest, curlCommand } from './build-request'
import { type ApiOperation, readOperations } from './read-operations'
import { changeEntry, emptyForm, formOfQuery, type RequestForm } from './request-form'

const operations = readOperations(
  apiDocumentDto.parse(openApiDocument(ENDPOINTS, { version: '1.2.3' })),
).flatMap((group) => group.operations)
const operation = (id: string): ApiOperation => {
  const found = operations.find((one) => one.id === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found
}
const filled = (form: RequestForm, place: string, name: string, value: string): RequestForm => {
  const entry = form.entries.find((one) => one.place === place && one.name === name)
  if (!entry) throw new Error(`no field ${name}`)
  return changeEntry(form, entry.key, { value })
}

test('every example of the document, put into the form, is asked for as it stands there', () => {
  const examples = operations.flatMap((one) => one.examples.map(({ query }) => ({ one, query })))
  expect(examples.length).toBeGreaterThan(8)
  for (const { one, query } of examples) {
    const { target } = buildRequest(one, formOfQuery(one, query))
    const asked = [...new URL(target, 'http://h').searchParams].toSorted()
    expect(asked).toEqual([...new URLSearchParams(query)].toSorted())
  }
})

test('an empty form asks without parameters, at the example of the path', () => {
  expect(buildRequest(operation('getOfferings'), emptyForm(operation('getOfferings')))).toEqual({
    method: 'GET',
    target: '/api/v1/offerings',
    headers: [],
    body: null,
  })
  expect(buildRequest(operation('getNodesById'), emptyForm(operation('getNodesById'))).target).toBe(
    '/api/v1/nodes/halcyon-1.localhost%3A18935',
  )
})

test('whatever is written goes out as it is, and is only ever one parameter or one segment', () => {
  for (const value of ["a&b=c#d?e+f g%2C'h", 'Größe 日本 🎉', '../../x', '\ud800', '[lte]', 'a,b/c:d']) {
    const offerings = operation('getOfferings')
    const { target } = buildRequest(offerings, filled(emptyForm(offerings), 'query', 'q', value))
    expect([...new URL(target, 'http://h').searchParams]).toEqual([['q', value.replace('\ud800', '\ufffd')]])
    const single = operation('getSourcesByName')
    const path = buildRequest(single, filled(emptyForm(single), 'path', 'name', value)).target
    expect(path.split('/')).toHaveLength(5)
  }
})

test('the curl command asks the same through a shell, and never holds the key', () => {
  const put: ApiOperation = {
    ...operation('postSweeps'),
    method: 'PUT',
    parameters: [
      { name: 'if-match', place: 'header', description: '', schema: { type: 'string' }, example: null },
      { name: 'q', place: 'query', description: '', schema: { type: 'string' }, example: null },
    ],
    body: { description: '', schema: {}, example: '{"it\'s": "$HOME `id` \\n"}' },
  }
  let form = filled(emptyForm(put), 'header', 'if-match', '"it\'s" $(id)')
  form = filled(form, 'query', 'q', 'a\'b[c] "d" $e')
  const command = curlCommand(buildRequest(put, form), {
    origin: 'http://localhost:3000',
    bearer: 'operator',
  })
  // The shell itself says what curl is called with.
  const said = execFileSync('sh', ['-c', command.replace(/^curl/, `printf '%s\\0'`)], {
    env: { ...process.env, OPERATOR_KEY: 'secret' },
  }).toString()
  expect(said.split('\0').slice(0, -1)).toEqual([
    '--globoff',
    'http://localhost:3000/api/v1/sweeps?q=a%27b%5Bc%5D%20%22d%22%20%24e',
    '-X',
    'PUT',
    '-H',
    'authorization: Bearer secret',
    '-H',
    'if-match: "it\'s" $(id)',
    '-H',
    'content-type: application/json',
    '--data-raw',
    '{"it\'s": "$HOME `id` \\n"}',
  ])
  expect(command).not.toContain('secret')
})
