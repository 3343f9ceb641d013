import { expect, test } from 'vitest'
import { apiDocumentDto } from '@/lib/api/contract/api-document'
import { ENDPOINTS } from '@/lib/api/endpoints'
import { openApiDocument } from '@/lib/api/openapi'
import { BATCH_PIPELINES } from '@/lib/api/routes/pipeline-routes'
import { playgroundRoutes } from './playground-routes'

const routes = playgroundRoutes(apiDocumentDto.parse(openApiDocument(ENDPOINTS, { version: 'test' })))
const routeOf = (pipeline: string) => routes.find((route) => route.pipeline === pipeline)

test('every batch pipeline has a form, of the fields that the document names', () => {
  expect(routes.map(({ pipeline }) => pipeline)).toEqual(BATCH_PIPELINES)
  expect(routeOf('text-to-image')).toMatchObject({
    path: '/text-to-image',
    modelField: 'model_id',
    file: null,
  })
  expect(routeOf('text-to-image')?.fields).toEqual(
    expect.arrayContaining([
      { name: 'prompt', kind: 'text', isRequired: true },
      { name: 'width', kind: 'integer', isRequired: false },
      { name: 'guidance_scale', kind: 'number', isRequired: false },
      { name: 'safety_check', kind: 'boolean', isRequired: false },
    ]),
  )
})

test('files, streams and the model have places of their own', () => {
  expect(routeOf('audio-to-text')?.file).toEqual({ name: 'audio', kind: 'audio' })
  expect(routeOf('llm')).toMatchObject({ canStream: true, modelField: 'model' })
  for (const { modelField, file, fields } of routes)
    for (const { name } of fields) expect([modelField, file?.name, 'stream', 'metadata']).not.toContain(name)
  expect(routeOf('segment-anything-2')?.fields.find(({ name }) => name === 'box')?.kind).toBe('json')
})
