import { describe, expect, test } from 'vitest'
import { dialTarget, parseServiceUri, type ServiceUri, withoutSecrets } from './service-uri'

function parsed(text: string): ServiceUri {
  const result = parseServiceUri(text)
  if (!result.ok) throw new Error(`${text} ${result.problem}`)
  return result.uri
}

describe('one spelling for every way to write a service URI', () => {
  test.each([
    ['https://orch.example.com:8935', 'https://orch.example.com:8935'],
    ['https://Orch.Example.COM:8935/', 'https://orch.example.com:8935'],
    ['https://orch.example.com', 'https://orch.example.com:8935'],
    ['orch.example.com', 'https://orch.example.com:8935'],
    ['orch.example.com:443', 'https://orch.example.com:443'],
    ['httpbin.example:8935', 'https://httpbin.example:8935'],
    ['https://orch.example.com:443', 'https://orch.example.com:443'],
    ['http://orch.example.com:80', 'http://orch.example.com:80'],
    ['http://orch.example.com', 'http://orch.example.com:8935'],
    ['203.0.113.7', 'https://203.0.113.7:8935'],
    ['[2001:db8::1]', 'https://[2001:db8::1]:8935'],
    ['2001:db8::1', 'https://[2001:db8::1]:8935'],
    ['::1', 'https://[::1]:8935'],
    ['https://2001:db8::1', 'https://[2001:db8::1]:8935'],
    ['::ffff:203.0.113.7', 'https://[::ffff:cb00:7107]:8935'],
    ['https://[2001:DB8:0::1]:9000/base/', 'https://[2001:db8::1]:9000/base'],
    ['  https://orch.example.com:8935  ', 'https://orch.example.com:8935'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example:8935'],
  ])('%s → %s', (text, uri) => expect(parsed(text)).toBe(uri))

  test.each([
    '',
    ' ',
    'ftp://orch.example.com',
    'https://',
    '://x',
    'https://user:pw@orch.example.com',
    'https://o.example?x=1',
    'https://o.example:0',
    'https://o.example:99999',
    'a b',
    'https:\\\\o.example',
    'https:/user:pw@o.example',
    'https://a.exa\nmple',
    'https://a\tb.example',
    'https://a.example\u0000',
    'https://a.example\\@b.example',
    'x'.repeat(600),
  ])('%s is refused with a reason', (text) =>
    expect(parseServiceUri(text)).toMatchObject({ ok: false, problem: expect.stringMatching(/\w/) }),
  )

  test('the spelling is its own spelling', () => {
    const once = parsed('HTTPS://[2001:DB8::1]/a/')
    expect(parsed(once)).toBe(once)
  })
})

test('a URI says where to dial', () => {
  expect(dialTarget(parsed('https://[2001:db8::1]:9000/base'))).toEqual({
    host: '2001:db8::1',
    port: 9000,
    isTls: true,
  })
  expect(dialTarget(parsed('http://orch.example.com'))).toEqual({
    host: 'orch.example.com',
    port: 8935,
    isTls: false,
  })
})

describe('what may be a secret is cut out of a text that is no service URI', () => {
  test.each([
    'https://user:pw@a.example',
    ' user:pw@a.example',
    'http:///user:pw@a.example',
    '//user:pw@a.example',
    'https://user:p/w@a.example',
    'https://us#er:pw@a.example',
    'https:/user:pw@a.example:1',
    'https://user:p@pw@a.example',
  ])('%s', (text) => {
    const cut = withoutSecrets(text)
    expect(cut).not.toMatch(/user|us#er|pw|p\/w/)
    expect(cut).toContain('@a.example')
    expect(parseServiceUri(cut).ok).toBe(false)
  })
  test('a query and a fragment', () => {
    expect(withoutSecrets('https://a.example:1/path?token=x#y')).toBe('https://a.example:1/path?…')
    expect(withoutSecrets('a.example#x')).toBe('a.example#…')
    expect(withoutSecrets('https://u:p@a.example?x')).toBe('https://…@a.example?…')
  })

  test('others stay as they are', () => {
    for (const text of ['https://a.example', 'not a uri', '', 'https://a.example/@x'])
      expect(withoutSecrets(text)).toBe(text)
  })
})
