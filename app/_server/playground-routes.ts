import type {
  PlaygroundField,
  PlaygroundRoute,
} from '@/app/(dashboard)/playground/_components/playground-route'
import type { ApiDocumentDto, JsonSchema } from '@/lib/api/contract/api-document'
import { FORM_PIPELINES } from '@/lib/api/routes/form-pipelines'
import { BATCH_PIPELINES, type BatchPipeline } from '@/lib/api/routes/pipeline-routes'

/** The routes whose work is one request with one answer, with the fields that our own document says they take. */
export const playgroundRoutes = (document: ApiDocumentDto): PlaygroundRoute[] =>
  BATCH_PIPELINES.flatMap((pipeline) => {
    const path = `/${pipeline}`
    const operation = document.paths[path]?.post
    if (!operation) return []
    const { summary, requestBody, responses } = operation
    const { schema = {} } = Object.values(requestBody?.content ?? {})[0] ?? {}
    const { properties = {}, required = [] } = shapeOf(schema, document)
    const form = isForm(pipeline) ? FORM_PIPELINES[pipeline] : null
    const modelField = 'model' in properties ? 'model' : 'model_id'
    const kinds: Readonly<Record<string, PlaygroundField['kind']>> = form?.fields ?? {}
    return {
      pipeline,
      path,
      summary,
      modelField,
      file: form ? { name: form.fileField, kind: form.fileField } : null,
      canStream: Object.values(responses).some(({ content }) => content && 'text/event-stream' in content),
      fields: Object.entries(properties)
        // What is measured is told to the runner, whatever a client says.
        .filter(([name]) => ![modelField, form?.fileField, 'stream', 'metadata'].includes(name))
        .map(([name, field]) => ({
          name,
          kind: kinds[name] ?? kindOf(field),
          isRequired: required.includes(name),
        })),
    }
  })

const isForm = (pipeline: BatchPipeline): pipeline is keyof typeof FORM_PIPELINES =>
  Object.hasOwn(FORM_PIPELINES, pipeline)

const REF = '#/components/schemas/'

function shapeOf(schema: JsonSchema, { components }: ApiDocumentDto): JsonSchema {
  const name = schema.$ref?.slice(REF.length)
  return name === undefined ? schema : (components.schemas[name] ?? {})
}

/** Of a value that may be null, what it is otherwise. */
function kindOf(schema: JsonSchema): PlaygroundField['kind'] {
  const variants = schema.anyOf ?? schema.oneOf ?? [schema]
  const types = variants.flatMap(({ type }) => type ?? [])
  if (types.includes('string')) return 'text'
  if (types.includes('integer')) return 'integer'
  if (types.includes('number')) return 'number'
  return types.includes('boolean') ? 'boolean' : 'json'
}
