import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileBoard } from './file-board'

let folder: string
let path: string
let problems: string[]
let readings: string[]
let board: FileBoard<number>
const parse = (bytes: Buffer): number => {
  const text = bytes.toString('utf8')
  readings.push(text)
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no number`)
  return Number(text)
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-files-'))
  path = join(folder, 'file')
  problems = []
  readings = []
  writeFileSync(path, '1')
  board = new FileBoard(
    { path, initial: 1, pollMs: 20 },
    { parse, onProblem: (problem) => problems.push(problem) },
  )
})
afterEach(() => {
  board.stop()
  rmSync(folder, { recursive: true })
})

const replace = (content: string) => {
  writeFileSync(join(folder, 'next'), content)
  renameSync(join(folder, 'next'), path)
}
async function until(fits: () => boolean): Promise<void> {
  while (!fits()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('what was read at start counts until it changes, also before anybody watches', () => {
  expect(board.current).toBe(1)
})

test('a file that changes counts anew; one that breaks leaves the last good one in use, and is told once', async () => {
  board.start()
  replace('2')
  await until(() => board.current === 2)
  replace('two')
  await until(() => problems.length === 1)
  expect(problems[0]).toBe(`${path} cannot be used: "two" is no number`)
  expect(board.current).toBe(2)
  // Written anew, and as wrong as before.
  replace('two')
  await until(() => readings.filter((text) => text === 'two').length > 1)
  replace('three')
  await until(() => problems.length > 1)
  expect(problems[1]).toContain('"three" is no number')
  replace('4')
  await until(() => board.current === 4)
  rmSync(path)
  await until(() => problems.some((problem) => problem.includes('ENOENT')))
  expect(board.current).toBe(4)
})
