import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { layOut, playground } from './laid-out'

/** As strict as the editor of the playground, and more. */
const compilerOptions = {
  target: 'es2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  types: [],
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
  noEmit: true
}

test('the compiler finds nothing wrong with any template', () => {
  const folder = layOut('template-types')
  const project = { compilerOptions, include: ['globals.d.ts', '*/*.ts'] }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(project))
  const compiler = path.join(playground, '../node_modules/typescript/bin/tsc')
  const { stdout, status } = spawnSync(
    process.execPath,
    [compiler, '--pretty', 'false', '-p', folder],
    {
      encoding: 'utf8'
    }
  )
  expect(stdout).toBe('')
  expect(status).toBe(0)
}, 120_000)
