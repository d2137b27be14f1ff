import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { buildBrowserPackage } from '../build-orm-browser.mjs'
import { inRepository } from '../process/repository.mjs'
import { withTree } from './tree.mjs'

/** A package that has both kinds of sources. */
const files = {
  'package.json': '{ "type": "module", "peerDependencies": { "sql.js": "*" } }',
  'tsconfig.json': JSON.stringify({
    extends: inRepository('tsconfig.base.json'),
    compilerOptions: { types: [] },
    include: ['src']
  }),
  'src/of-node.ts': "import { sep } from 'node:path'\nexport const separator: string = sep\n",
  'src/shared.ts': 'export const two: number = 2\n'
}

/**
 * Builds the package with a browser.ts.
 *
 * @param {string} browser
 */
const build = browser =>
  withTree({ ...files, 'src/browser.ts': browser }, async folder => {
    const size = await buildBrowserPackage(folder)
    const read = (/** @type {string} */ name) =>
      readFileSync(path.join(folder, 'dist/browser', name), 'utf8')
    return { size, code: read('index.mjs'), types: read('index.d.mts') }
  })

test('what browsers need is bundled, and what they may load is left to them', async () => {
  const { size, code, types } = await build(
    "export { two } from './shared.js'\n" +
      "// @ts-expect-error\nexport const load = () => import('sql.js')\n"
  )
  expect(code).toContain('import("sql.js")')
  expect(code).toContain('var two = 2')
  expect(types).toContain('declare const two: number')
  expect(size).toBe(Buffer.byteLength(code))
})

test('an import of Node.js is refused, with who imports it', async () => {
  await expect(build("export * from './of-node.js'\n")).rejects.toMatchObject({
    message: 'The bundle for browsers imports what is not there',
    output: 'node:path (of Node.js): src/of-node.ts'
  })
})

test('a package that is not named is refused', async () => {
  await expect(build("// @ts-ignore\nimport 'left-pad'\n")).rejects.toThrow('could not bundle')
})
