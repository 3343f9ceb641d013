import { expect, test } from 'vitest'
import { gpuHref, gpuNameOfSegment } from './gpu-href'

test.each(['RTX 4090', 'H100/NVL? #1', '100%', '../..', '<b>', '😀', '%2F'])(
  'the address of %s is one segment and says the very name',
  (name) => {
    const { pathname, search, hash } = new URL(gpuHref(name), 'http://page')
    const [, folder, segment = '', ...more] = pathname.split('/')
    expect([folder, gpuNameOfSegment(segment), more, search, hash]).toEqual(['gpus', name, [], '', ''])
  },
)

test('names that browsers take for a way up lead to the offerings on such cards', () => {
  expect(gpuHref('..')).toBe('/offerings?gpu=..')
})

test('what cannot be read is no name', () => {
  expect(gpuNameOfSegment('%')).toBeNull()
})
