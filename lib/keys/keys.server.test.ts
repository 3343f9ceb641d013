import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '@/e2e/support/start-app'
import { keyDto, newKeyDto } from '@/lib/api/contract/key'

const OPERATOR_KEY = 'a key for tests alone'
let dataDir: string
let app: RunningApp
const start = () =>
  startApp({
    dataDir,
    env: { OPERATOR_KEY, CHAIN_DISCOVERY: 'off', ORCH_ADDRS: '127.0.0.1:9', LOG_LEVEL: 'trace' },
  })
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'offerings-keys-app-'))
  app = await start()
})
afterAll(async () => {
  await app.stop()
  rmSync(dataDir, { recursive: true })
})

test('a key holds at both doors and over a restart, and no file and no log line has its secret', async () => {
  const made = await fetch(`${app.gatewayUrl}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    body: '{"name":"studio"}',
  })
  const { id, secret } = newKeyDto.parse(await made.json())
  const ask = async (base: string, headers: Record<string, string>) => {
    const response = await fetch(`${base}/api/v1/key`, { headers })
    return response.ok ? keyDto.parse(await response.json()).id : response.status
  }
  const askAll = async () => [
    await ask(app.url, { authorization: `Bearer ${secret}` }),
    await ask(app.gatewayUrl, { 'x-api-key': secret }),
    await ask(app.gatewayUrl, { 'x-api-key': `${secret}x` }),
  ]
  expect(await askAll()).toEqual([id, id, 401])
  await app.stop()
  const before = app.output()
  app = await start()
  expect(await askAll()).toEqual([id, id, 401])
  await app.stop()
  const log = before + app.output()
  expect([log.includes('"level"'), log.includes(secret)]).toEqual([true, false])
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.map(({ name }) => name)).toContain('offerings.db')
  for (const { parentPath, name } of files)
    expect([name, readFileSync(join(parentPath, name)).includes(secret)]).toEqual([name, false])
})
