import { z } from 'zod'
import { once } from '@/lib/domain/once'
import { createKeptDocument, type Document } from '../document'
import type { Endpoint } from '../endpoint'
import { openApiDocument } from '../openapi'
import { plain } from './respond'

/** The description of the whole table, itself included. */
export function describingEndpoint(endpoints: () => readonly Endpoint[]): Endpoint {
  const documentOf = once(
    (version: string): Document =>
      createKeptDocument(JSON.stringify(openApiDocument(endpoints(), { version }))),
  )
  return {
    path: '/api/v1/openapi.json',
    operations: {
      GET: {
        doc: {
          summary: 'This API as an OpenAPI 3.1 document',
          tag: 'Network',
          answer: {
            status: 200,
            description: 'Made of the same schemas that read questions and write answers.',
            content: { 'application/json': z.looseObject({ openapi: z.string() }) },
          },
        },
        handle: (request, { reader }) => plain(request, reader, documentOf(reader.status().version)),
      },
    },
  }
}
