import { describe, expect, test } from 'vitest'
import { displayHost, displayText, displayUri, shortenMiddle } from './display-text'

describe('text of strangers', () => {
  test('ordinary names stay as they are, in any script', () => {
    for (const name of ['', 'SG161222/RealVisXL_V4.0', 'مدل-تصویر', '模型', 'café', '<b>&amp;</b>'])
      expect(displayText(name)).toBe(name)
  })

  test('characters that reorder, hide or break a line become visible', () => {
    expect(displayText('safe\u202Egnp.exe')).toBe('safe\ufffdgnp.exe')
    expect(displayText('flux\u200B-dev')).toBe('flux\ufffd-dev')
    expect(displayText('a\u0000b\u001b[31m')).toBe('a\ufffdb\ufffd[31m')
    expect(displayText('two\r\nlines\there')).toBe('two lines here')
  })

  test('an invisible character never lets a name pass for another', () =>
    expect(displayText('llm')).not.toBe(displayText('ll\u200Dm')))

  test('marks cannot climb out of their line', () =>
    expect(displayText(`a${'\u0301'.repeat(50)}`)).toBe(`a${'\u0301'.repeat(3)}`))
})

describe('a long name loses its middle', () => {
  test('what fits is untouched', () => {
    expect(shortenMiddle('', 5)).toBe('')
    expect(shortenMiddle('abcde', 5)).toBe('abcde')
  })
  test('what does not keeps both ends', () => {
    expect(shortenMiddle('abcdefghij', 5)).toBe('ab…ij')
    expect(shortenMiddle('abcdef', 1)).toBe('…')
    expect([...shortenMiddle('x'.repeat(300), 64)]).toHaveLength(64)
  })
  test('a character outside the basic plane is not cut in two', () =>
    expect(shortenMiddle('𝒜𝒷𝒸𝒹𝑒', 3)).toBe('𝒜…𝑒'))
})

test('a title names the host, and the port where it is another one than most have', () => {
  expect(displayHost('https://orch.example:8935')).toBe('orch.example')
  expect(displayHost('http://orch.example:18935')).toBe('orch.example:18935')
  expect(displayHost('https://\u202Eorch.example')).toBe('\ufffdorch.example')
})

test('a URI is shown without its scheme', () => {
  expect(displayUri('https://orch.example:8935')).toBe('orch.example:8935')
  expect(displayUri('http://orch.example')).toBe('http://orch.example')
})
