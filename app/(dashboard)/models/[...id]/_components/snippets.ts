import type { ModelDto } from '@/lib/api/contract/model'
import { shellQuoted } from '../../../../_components/shell-quoted'

/** How a program asks for a job of a model. */
export interface Snippet {
  readonly name: string
  readonly text: string
}

export interface SnippetOptions {
  /** Under which name this server is reached. */
  readonly origin: string
  /** Whether a key has to be sent along. */
  readonly needsKey: boolean
}

type Offered = Pick<ModelDto, 'kind' | 'pipeline' | 'model'>

/** All ways that a pipeline has here; none for what this server carries no jobs of. */
export function snippetsFor(offered: Offered, options: SnippetOptions): readonly Snippet[] {
  const { kind, pipeline, model } = offered
  switch (kind) {
    case 'transcoding':
      return []
    case 'byoc':
      return [byocCurl(pipeline, options)]
    case 'live-runner':
      return [appCurl(pipeline, options), appPython(pipeline, options)]
    case 'ai': {
      const job = Object.hasOwn(JOBS, pipeline) ? JOBS[pipeline] : undefined
      if (!job || model === null) return []
      const asked = { pipeline, model, job, ...options }
      return [curl(asked), sdk(asked), openai(asked), python(asked)].filter((snippet) => snippet !== null)
    }
  }
}

interface Job {
  /** What the model is called in its body. */
  readonly modelKey: 'model_id' | 'model'
  readonly fields: Readonly<Record<string, unknown>>
  /** The field of the file, and a name for it. Left out: the body is JSON. */
  readonly file?: readonly [field: string, name: string]
  /** The method of `@livepeer/ai`, what it takes for the fields, and where its answer is. */
  readonly sdk?: readonly [method: string, fields: Readonly<Record<string, unknown>>, answer: string]
  /** The method of OpenAI's client, what it takes besides, and where its answer is. */
  readonly openai?: readonly [method: string, fields: Readonly<Record<string, unknown>>, answer: string]
}

const PROMPT = 'a lighthouse in a storm'
const MESSAGES = [{ role: 'user', content: 'Say hello.' }]
const PHOTO = ['image', 'photo.png'] as const

const JOBS: Readonly<Record<string, Job>> = {
  'text-to-image': {
    modelKey: 'model_id',
    fields: { prompt: PROMPT, width: 512, height: 512 },
    sdk: ['textToImage', { prompt: PROMPT, width: 512, height: 512 }, 'imageResponse?.images[0]?.url'],
    openai: ['images.generate', { prompt: PROMPT, size: '512x512' }, 'data?.[0]?.url'],
  },
  'image-to-image': {
    modelKey: 'model_id',
    fields: { prompt: PROMPT },
    file: PHOTO,
    sdk: ['imageToImage', { prompt: PROMPT }, 'imageResponse?.images[0]?.url'],
  },
  'image-to-video': {
    modelKey: 'model_id',
    fields: {},
    file: PHOTO,
    sdk: ['imageToVideo', {}, 'videoResponse?.images[0]?.url'],
  },
  upscale: {
    modelKey: 'model_id',
    fields: { prompt: PROMPT },
    file: PHOTO,
    sdk: ['upscale', { prompt: PROMPT }, 'imageResponse?.images[0]?.url'],
  },
  'segment-anything-2': {
    modelKey: 'model_id',
    fields: {},
    file: PHOTO,
    sdk: ['segmentAnything2', {}, 'masksResponse?.masks'],
  },
  'image-to-text': {
    modelKey: 'model_id',
    fields: {},
    file: PHOTO,
    sdk: ['imageToText', {}, 'imageToTextResponse?.text'],
  },
  'audio-to-text': {
    modelKey: 'model_id',
    fields: {},
    file: ['audio', 'talk.wav'],
    sdk: ['audioToText', {}, 'textResponse?.text'],
    openai: ['audio.transcriptions.create', {}, 'text'],
  },
  'text-to-speech': {
    modelKey: 'model_id',
    fields: { text: 'Hello.' },
    sdk: ['textToSpeech', { text: 'Hello.' }, 'audioResponse?.audio.url'],
    openai: ['audio.speech.create', { voice: 'alloy', input: 'Hello.' }, 'status'],
  },
  llm: {
    modelKey: 'model',
    fields: { messages: MESSAGES, max_tokens: 256 },
    sdk: ['llm', { messages: MESSAGES, maxTokens: 256 }, 'llmResponse?.choices[0]?.message?.content'],
    openai: ['chat.completions.create', { messages: MESSAGES }, 'choices[0]?.message.content'],
  },
  'live-video-to-video': { modelKey: 'model_id', fields: { params: {} } },
}

interface Asked extends SnippetOptions {
  readonly pipeline: string
  readonly model: string
  readonly job: Job
}

function curl({ origin, needsKey, pipeline, model, job: { modelKey, fields, file } }: Asked): Snippet {
  const words = file
    ? [
        ...Object.entries({ [modelKey]: model, ...fields }).map(
          // Not -F, which reads a file where a value begins with @ or <.
          ([name, value]) => `--form-string ${shellQuoted(`${name}=${value}`)}`,
        ),
        `-F ${file[0]}=@${file[1]}`,
      ]
    : ["-H 'content-type: application/json'", `-d ${shellQuoted(literal({ [modelKey]: model, ...fields }))}`]
  return {
    name: 'curl',
    text: command([`curl -s ${shellQuoted(`${origin}/${pipeline}`)}`, ...keyWords(needsKey), ...words]),
  }
}

function sdk({ origin, needsKey, model, job }: Asked): Snippet | null {
  if (!job.sdk) return null
  const [method, fields, answer] = job.sdk
  const name = job.modelKey === 'model' ? 'model' : 'modelId'
  return {
    name: '@livepeer/ai',
    text: lines([
      "import { Livepeer } from '@livepeer/ai'",
      job.file && "import { readFile } from 'node:fs/promises'",
      '',
      `const livepeer = new Livepeer({ serverURL: '${origin}'${needsKey ? ', httpBearer: process.env.API_KEY' : ''} })`,
      `const answer = await livepeer.generate.${method}({`,
      `  ${name}: ${literal(model)},`,
      ...propertiesOf(fields),
      job.file &&
        `  ${job.file[0]}: { fileName: '${job.file[1]}', content: await readFile('${job.file[1]}') },`,
      '})',
      `console.log(answer.${answer})`,
    ]),
  }
}

function openai({ origin, needsKey, model, job }: Asked): Snippet | null {
  if (!job.openai) return null
  const [method, fields, answer] = job.openai
  return {
    name: 'OpenAI',
    text: lines([
      "import OpenAI from 'openai'",
      job.file && "import { createReadStream } from 'node:fs'",
      '',
      // It does not begin without a key, whether one is looked at or not.
      `const openai = new OpenAI({ baseURL: '${origin}/v1', apiKey: ${needsKey ? 'process.env.API_KEY' : "'none'"} })`,
      `const answer = await openai.${method}({`,
      `  model: ${literal(model)},`,
      ...propertiesOf(fields),
      job.file && `  file: createReadStream('${job.file[1]}'),`,
      '})',
      `console.log(answer.${answer})`,
    ]),
  }
}

function python({ origin, needsKey, pipeline, model, job: { modelKey, fields, file } }: Asked): Snippet {
  const body = [
    `    ${file ? 'data' : 'json'}={`,
    ...Object.entries({ [modelKey]: model, ...fields }).map(
      ([name, value]) => `        ${literal(name)}: ${literal(value)},`,
    ),
    '    },',
  ]
  return {
    name: 'Python',
    text: lines([
      needsKey && 'import os',
      needsKey && '',
      'import requests',
      '',
      'answer = requests.post(',
      `    "${origin}/${pipeline}",`,
      needsKey && KEY_IN_PYTHON,
      ...body,
      file && `    files={"${file[0]}": open("${file[1]}", "rb")},`,
      ')',
      'answer.raise_for_status()',
      'print(answer.json())',
    ]),
  }
}

function byocCurl(capability: string, { origin, needsKey }: SnippetOptions): Snippet {
  const job = { capability, request: '{}', parameters: '{}', timeout_seconds: 60 }
  return {
    name: 'curl',
    text: command([
      `curl -s ${shellQuoted(`${origin}/process/request`)}`,
      ...keyWords(needsKey),
      `-H "Livepeer: $(printf %s ${shellQuoted(literal(job))} | base64 | tr -d '\\n')"`,
      "-H 'content-type: application/json'",
      "-d '{}'",
    ]),
  }
}

const appPath = (app: string): string => `/apps/${encodeURIComponent(app)}/session`

const appCurl = (app: string, { origin, needsKey }: SnippetOptions): Snippet => ({
  name: 'curl',
  text: command([`curl -s -X POST ${shellQuoted(`${origin}${appPath(app)}`)}`, ...keyWords(needsKey)]),
})

const appPython = (app: string, { origin, needsKey }: SnippetOptions): Snippet => ({
  name: 'Python',
  text: lines([
    needsKey && 'import os',
    needsKey && '',
    'import requests',
    '',
    'session = requests.post(',
    `    "${origin}${appPath(app)}",`,
    needsKey && KEY_IN_PYTHON,
    ').json()',
    'print(session["app_url"])',
  ]),
})

const KEY_IN_PYTHON = '    headers={"authorization": f"Bearer {os.environ[\'API_KEY\']}"},'
const keyWords = (needsKey: boolean): string[] => (needsKey ? ['-H "authorization: Bearer $API_KEY"'] : [])

const propertiesOf = (fields: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields).map(([name, value]) => `  ${name}: ${literal(value)},`)

const command = (words: readonly string[]): string => words.join(' \\\n  ')
const lines = (texts: readonly (string | false | undefined)[]): string =>
  texts.filter((text) => text !== false && text !== undefined).join('\n')

/** A value as JavaScript, Python and JSON all read it; letters that could pass for others are written by number. */
const literal = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
