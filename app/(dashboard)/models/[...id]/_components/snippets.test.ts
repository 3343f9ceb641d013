import { describe, expect, test } from 'vitest'
import { AI_PIPELINE_IDS } from '@/lib/domain/pipeline'
import { snippetsFor } from './snippets'

const ORIGIN = 'https://gateway.example'
const of = (pipeline: string, model: string | null = 'org/model', needsKey = false) =>
  snippetsFor({ kind: 'ai', pipeline, model }, { origin: ORIGIN, needsKey })
const names = (pipeline: string) => of(pipeline).map(({ name }) => name)
const textOf = (pipeline: string, name: string, model = 'org/model', needsKey = false) =>
  of(pipeline, model, needsKey).find((snippet) => snippet.name === name)?.text ?? ''

describe('how a job is asked for', () => {
  test.each(AI_PIPELINE_IDS)('%s has its own address', (pipeline) => {
    expect(names(pipeline)).toContain('curl')
    expect(textOf(pipeline, 'curl')).toContain(`${ORIGIN}/${pipeline}`)
    expect(textOf(pipeline, 'Python')).toContain('"org/model"')
  })
  test('only what a pipeline has is shown', () => {
    expect(names('text-to-image')).toEqual(['curl', '@livepeer/ai', 'OpenAI', 'Python'])
    expect(names('upscale')).toEqual(['curl', '@livepeer/ai', 'Python'])
    expect(names('live-video-to-video')).toEqual(['curl', 'Python'])
    expect(names('constructor')).toEqual([])
    expect(of('llm', null)).toEqual([])
  })
  test('a key is mentioned only where one is needed', () => {
    for (const { text } of of('llm')) expect(text).not.toContain('API_KEY')
    for (const { text } of of('llm', 'org/model', true)) expect(text).toContain('API_KEY')
  })
  test('the name of a model cannot end what it stands in', () => {
    const name = `a'; rm -rf ~; "\u202e`
    expect(textOf('llm', 'curl', name)).toContain(`a'\\''; rm -rf ~; \\"\\u202e`)
    expect(textOf('llm', '@livepeer/ai', name)).toContain(`"a'; rm -rf ~; \\"\\u202e"`)
    expect(textOf('upscale', 'curl', '@/etc/passwd')).toContain("--form-string 'model_id=@/etc/passwd'")
  })
})

test('own capabilities and apps have addresses of their own, transcoding has none', () => {
  const ask = (kind: 'byoc' | 'live-runner' | 'transcoding', pipeline: string) =>
    snippetsFor({ kind, pipeline, model: null }, { origin: ORIGIN, needsKey: false })
  expect(ask('byoc', 'upscaler')[0]?.text).toContain(`${ORIGIN}/process/request`)
  expect(ask('byoc', 'upscaler')[0]?.text).toContain('"capability":"upscaler"')
  expect(ask('live-runner', 'acme/app')[0]?.text).toContain(`${ORIGIN}/apps/acme%2Fapp/session`)
  expect(ask('transcoding', 'transcoding')).toEqual([])
})
