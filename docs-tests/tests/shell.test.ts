// Shell blocks: what happens in a reader's project.
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemText } from '../src/problem.js'
import { leaveServers } from '../src/run/servers.js'
import { ShellProject } from '../src/shell/project.js'
import { shellProblems, Workshop } from '../src/shell/workshop.js'
import { page, partsIn } from './sample.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await Workshop.open()
}, 120_000)

afterAll(async () => {
  await workshop.close()
  await leaveServers()
})

async function problemsIn(text: string): Promise<string[]> {
  const parts = partsIn(text)
  const result = await workshop.run(parts)
  const blocks = parts.blocks.filter(({ language }) => language === 'sh')
  return blocks.flatMap(block => shellProblems(parts, block, result)).map(problemText)
}

describe('commands', () => {
  test('go on where those before them were, with their variables', async () => {
    const text = page(
      ['sh', 'mkdir inner && cd inner\nexport WHO=Ada'],
      ['sh', 'echo "$WHO in $(basename "$PWD")"'],
      ['text output', 'Ada in inner']
    )
    expect(await problemsIn(text)).toEqual([])
  })

  test('find the files of the page, and the package', { timeout: 300_000 }, async () => {
    const program = "import { VersaError } from 'versa-orm'\nconsole.log(VersaError.name)"
    const text = page(
      ['json file=names.json', '["Ada"]'],
      ['file=main.mts', program],
      ['sh', 'npm install -D tsx'],
      ['sh', 'cat names.json\nnpx tsx main.mts'],
      ['text output', '["Ada"]\nVersaError']
    )
    expect(await problemsIn(text)).toEqual([])
  })

  test('can install the package in an empty folder', { timeout: 300_000 }, async () => {
    const text = page(
      ['sh', 'npm install versa-orm'],
      ['text output', 'added … packages in …'],
      ['sh', 'node -p "require(\'versa-orm/package.json\').name"'],
      ['text output', 'versa-orm']
    )
    expect(await problemsIn(text)).toEqual([])
  })

  test('find a database of their own', async () => {
    const text = page(
      ['sh db=postgres', 'echo "$DATABASE_URL" > url'],
      ['sh db=postgres', 'test "$DATABASE_URL" = "$(cat url)"\necho "$DATABASE_URL" | cut -d: -f1'],
      ['text output', 'postgres'],
      ['sh db=sqlite', 'echo "$DATABASE_URL"'],
      ['text output', 'sqlite:app.db'],
      ['sh', 'echo "url: $DATABASE_URL"'],
      ['text output', 'url:']
    )
    expect(await problemsIn(text)).toEqual([])
  })

  test('that fail are reported at their lines, and those behind them', async () => {
    const text = page(['sh', 'true\nls no-such-file\necho no'], ['sh', 'echo no'])
    const problems = await problemsIn(text)
    expect(problems).toHaveLength(2)
    expect(problems[0]).toContain('sample.md:5: the command failed with exit code 2\n')
    expect(problems[0]).toContain('no-such-file')
    expect(problems[1]).toBe(
      'sample.md:10: it was not run, because a command before it on the page failed'
    )
  })

  test('print what the page says', async () => {
    const text = page(['sh', 'echo one\necho two >&2'], ['text output', 'one\nthree'])
    expect(await problemsIn(text)).toEqual([
      'sample.md:10: expected the output three\n  actual two'
    ])
  })
})

test('what runs in the background ends with the project', async () => {
  const project = new ShellProject({})
  const { output } = await project.run('sleep 300 & echo "$!"')
  const pid = Number(output)
  expect(isAlive(pid)).toBe(true)
  project.remove()
  await expect.poll(() => isAlive(pid)).toBe(false)
})

/** What has ended may still be listed, until its parent has asked how. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^Z\s]/.test(stdout)
}
