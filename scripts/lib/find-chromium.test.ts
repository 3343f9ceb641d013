import { expect, test } from 'vitest'
import { systemPaths } from './find-chromium.mjs'

test.each([
  ['linux', { PATH: '/opt/bin:/usr/bin' }, '/opt/bin/chromium'],
  ['linux', {}, '/snap/bin/chromium'],
  ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  [
    'win32',
    { PROGRAMFILES: 'C:\\Program Files' },
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
] as const)('on %s with %j one of the usual places is %s', (platform, env, path) => {
  expect(systemPaths(platform, env)).toContain(path)
})
