import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

/** As strict as a program can be made, and the types it imports are checked as well. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: false,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
}

/** Packages are found from this folder as if they were installed there. */
export const linkPackages = (folder: string): void =>
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir')

/** Writes a program into a folder; what the compiler has to say of it, a line each. */
export function compileProgram(folder: string, { name, source }: { name: string; source: string }): string[] {
  const file = join(folder, name)
  writeFileSync(file, source)
  const program = ts.createProgram([file], OPTIONS)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file: where, start = 0 }) =>
      [
        where ? `${where.fileName}:${where.getLineAndCharacterOfPosition(start).line + 1}` : '',
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ].join(' '),
    )
}

/** The compiled program as a file that Node runs, beside its source. */
export function emitProgram(folder: string, name: string): string {
  const { outputText } = ts.transpileModule(readFileSync(join(folder, name), 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const file = join(folder, name.replace(/[.]ts$/, '.mjs'))
  writeFileSync(file, outputText)
  return file
}
