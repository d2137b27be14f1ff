import { expect, test } from 'vitest'
import { checkFileSizes } from '../lint/file-sizes.mjs'
import { checkMachinePaths } from '../lint/machine-paths.mjs'
import { checkLockfile, checkVersions } from '../lint/manifests.mjs'
import { Failure } from '../process/failure.mjs'
import { inRepository, repository } from '../process/repository.mjs'

/**
 * What a check complains about.
 *
 * @param {() => string} check
 */
function complaints(check) {
  try {
    check()
    return ''
  } catch (error) {
    if (error instanceof Failure) return error.output
    throw error
  }
}

// Put together here: this file must pass the check too.
const home = `/${'home'}/ada`

test.each([
  `see ${home}/notes`,
  `file://${home}`,
  `"${['C:', 'Users', 'ada'].join('\\\\')}"`,
  inRepository('target'),
  repository
])('a path of a machine: %s', line => {
  const file = { file: 'a.md', text: `first\n${line}\n` }
  expect(complaints(() => checkMachinePaths([file]))).toBe(`a.md:2: ${line}`)
})

test.each(['mysql://root@127.0.0.1/', 'src/home/page.ts', 'example.org/home/page', 'a/root/b'])(
  'no path of a machine: %s',
  line => {
    expect(complaints(() => checkMachinePaths([{ file: 'a.md', text: line }]))).toBe('')
  }
)

test('long files and wide lines', () => {
  const files = [
    { file: 'src/long.ts', text: 'x\n'.repeat(501) },
    { file: 'src/full.ts', text: 'x\n'.repeat(500) },
    { file: 'src/long.tsx', text: 'x\n'.repeat(501) },
    { file: 'src/generated/long.rs', text: 'x\n'.repeat(501) },
    { file: 'tests/long.rs', text: 'x\n'.repeat(501) },
    { file: 'src/wide.rs', text: `ok\n${'é'.repeat(101)}\n${'é'.repeat(100)}\n` },
    { file: 'src/url.rs', text: `// https://example.org/${'a'.repeat(100)}\n` }
  ]
  expect(complaints(() => checkFileSizes(files))).toBe(
    'src/long.ts: 501 lines; 500 at most\nsrc/long.tsx: 501 lines; 500 at most\n' +
      'src/wide.rs:2: 101 columns; 100 at most'
  )
  expect(() => checkFileSizes([{ file: 'a.md', text: '' }])).toThrow('no sources')
})

test('the lockfile and the versions of this repository', () => {
  expect(checkLockfile()).toMatch(/^\d+ packages$/)
  expect(checkVersions()).toMatch(/^7 platforms, version \d/)
})
