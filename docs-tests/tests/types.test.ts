// The types of every TypeScript block of the documentation, with each compiler that readers have.
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../src/corpus.js'
import { outputProblem } from '../src/output/judge.js'
import { problemText } from '../src/problem.js'
import { otherCompilers, typeProblemsBy } from '../src/run/compilers.js'
import { errorsText } from '../src/run/judge-types.js'
import { typeFindings, typeProblems } from '../src/run/types.js'

const { pages } = readCorpus()
const programs = pages.flatMap(page => page.programs)

describe('all blocks are right in their types', () => {
  test('with the TypeScript of this repository', { timeout: 300_000 }, () => {
    expect(typeProblems(programs).map(problemText)).toEqual([])
  })

  test('and the errors that pages show are those that there are', { timeout: 300_000 }, () => {
    const shown = pages.flatMap(({ outputs, programs: own }) => {
      return own
        .filter(({ blocks: [{ meta }] }) => meta.errors !== undefined)
        .map(program => ({ program, outputs: outputs.get(program.blocks[0]) ?? [] }))
    })
    const findings = typeFindings(shown.map(({ program }) => program))
    const problems = shown.flatMap(({ program, outputs }) => {
      const gave = { printed: errorsText(findings.get(program) ?? []), statements: [] }
      return outputs.flatMap(output => outputProblem(output, gave) ?? [])
    })
    expect(problems.map(problemText)).toEqual([])
  })

  test.each(otherCompilers)('with %s', { timeout: 300_000 }, async compiler => {
    expect((await typeProblemsBy(compiler, programs)).map(problemText)).toEqual([])
  })
})
