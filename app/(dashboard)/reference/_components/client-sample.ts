/** How a program in TypeScript begins; a test compiles and runs it. */
export const clientCommands = (origin: string): string =>
  [
    'npm install openapi-fetch openapi-typescript',
    `npx openapi-typescript ${origin}/api/v1/openapi.json -o offerings-api.d.ts`,
  ].join('\n')

export const clientSample = (origin: string): string => `import createClient from 'openapi-fetch'
import type { paths } from './offerings-api'

// Lists can come as CSV and NDJSON, too; here they come as JSON.
type Json = 'application/json' | 'application/problem+json'
const api = createClient<paths, Json>({ baseUrl: '${origin}' })
const { data, error } = await api.GET('/api/v1/offerings', {
  params: { query: { state: ['warm'], unit: ['pixel'], 'price[lte]': '5000000', sort: ['price'], limit: 5 } },
})
if (error) throw new Error(error.detail)
for (const { model, node_uri, price } of data.offerings)
  console.log(model, node_uri, price?.wei_per_unit, price?.unit)
`
