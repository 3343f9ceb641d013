import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ENDPOINTS } from './endpoints'
import { openApiDocument } from './openapi'

const document = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(openApiDocument(ENDPOINTS, { version: '1.2.3' }))

test('the document lints clean, by the strict rules', async () => {
  const problems = await lintFromString({
    source: JSON.stringify(openApiDocument(ENDPOINTS, { version: '1.2.3' })),
    config: await createConfig({ extends: ['recommended-strict'] }),
  })
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
  ).toEqual([])
})

test('every address and method of the table is described, and nothing else', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const served = ENDPOINTS.flatMap(({ path, operations }) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  )
  expect(described.toSorted()).toEqual(served.toSorted())
})

test('operations have ids that clients can be called by, each once', () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain('getOfferings')
  expect(ids).toContain('getNetworkCapabilities')
  expect(ids).toContain('getSourcesByName')
})

test('whose key an operation needs is said; where there are several, any of them will do', () => {
  const securityOf = (path: string) => document.paths[path]?.get?.security
  expect(securityOf('/api/v1/offerings')).toBeUndefined()
  expect(securityOf('/api/v1/key')).toEqual([{ key: [] }])
  // A server that is open needs none.
  expect(document.paths['/text-to-image']?.post?.security).toEqual([{ key: [] }, {}])
  expect(securityOf('/stream/{request}/{file}')).toBeUndefined()
  expect(securityOf('/api/v1/requests/summary')).toEqual([{ operator: [] }])
  for (const rest of ['', '/stream', '/{id}'])
    expect(securityOf(`/api/v1/requests${rest}`)).toEqual([{ operator: [] }, { key: [] }])
})

test('shapes of more than one answer stand there once, by name', () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Offering', 'Price', 'Snapshot', 'Problem']),
  )
  expect(JSON.stringify(document.components.schemas)).not.toContain('#/$defs')
})
