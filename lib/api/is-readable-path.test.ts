import { expect, test } from 'vitest'
import { isReadablePath } from './is-readable-path'

test.each([
  '/',
  '/models',
  '/models/a%20b',
  '/models/%E2%82%AC',
  '/models/%2F',
  '/offerings?q=%ff',
  '/%00',
  '',
])('%s can be read', (target) => expect(isReadablePath(target)).toBe(true))

test.each(['/models/%ff', '/%', '/models/%zz?q=1', '/api/v1/models/%E2%82', '/%C0%AF', '/%ED%A0%80'])(
  '%s cannot',
  (target) => expect(isReadablePath(target)).toBe(false),
)
