import type { Assertion, PlacedAssertion } from '../assertions/assertions.js'
import { instrument } from '../assertions/instrument.js'
import type { Run } from '../blocks/claims.js'
import { beginningsOf, type Program, placeOf } from '../blocks/program.js'
import type { DatabaseName } from '../markdown/fence-meta.js'
import type { Problem } from '../problem.js'
import type { BlockSeen, Met } from '../runtime/runtime.js'
import { normalSql } from '../runtime/sql-statements.js'
import { type Ended, endedWell, startBlock } from './process.js'
import { type Place, provideDatabase } from './servers.js'
import { mappedStack } from './stack.js'
import { programFolder, writeProgram } from './write.js'

/** What running a program brought. */
export interface RunResult {
  readonly run: Run
  readonly problems: readonly Problem[]
  /** How many assertions it has. */
  readonly assertions: number
  /** Its assertions, by their numbers. */
  readonly placed: readonly PlacedAssertion[]
  /** What the assertions met, as far as they were reached. */
  readonly met: readonly Met[]
  /** What the program's blocks did; undefined where one threw, or the process did not end well. */
  readonly blocks: readonly BlockSeen[] | undefined
}

/**
 * Runs a program in a process of its own, on databases of its own, and compares what it gave with
 * what the page says.
 *
 * @param root The folder that `writeShared` began.
 * @param program The program.
 * @param run The databases; without any, its own way of connecting is all that it has.
 */
export async function runProgram(
  root: string,
  program: Program,
  run: Run = []
): Promise<RunResult> {
  const beginnings = beginningsOf(program)
  const { text, assertions: placed, bad } = instrument(program.fileName, program.text, beginnings)
  const problem = (line: number, message: string) => ({ ...placeOf(program, line), message })
  const assertions = placed.length
  if (bad.length > 0) {
    const problems = bad.map(({ line, message }) => problem(line, message))
    return { run, problems, assertions, placed, met: [], blocks: undefined }
  }
  const ended = await startOn(run, writeProgram(root, program, text))
  const { report } = ended
  const met = (report?.met ?? []).map(each => judged(each, placed[each.number], run))
  const problems = met.flatMap(({ number, failure }) =>
    failure === undefined ? [] : [problem(placed[number]?.line ?? 0, failure)]
  )
  const failure = failureOf(ended, root)
  if (failure !== undefined) {
    problems.push(problem(thrownLine(failure, root, program), failure))
  }
  placed.forEach(({ line }, number) => {
    if (met.some(entry => entry.number === number) || problems.length > 0) return
    problems.push(problem(line, 'this assertion was never reached'))
  })
  const blocks = failure === undefined ? report?.blocks : undefined
  return { run, problems, assertions, placed, met, blocks }
}

/** Makes the databases of a run, starts a file on them, and drops them. */
async function startOn(run: Run, file: string): Promise<Ended> {
  const places: [DatabaseName, Place][] = []
  try {
    for (const name of run) places.push([name, await provideDatabase(name)])
    const urls = Object.fromEntries(places.map(([name, { url }]) => [name, url]))
    const [own, other] = places
    const theOne = other === undefined ? own?.[1].url : undefined
    const given = theOne === undefined ? urls : { ...urls, default: theOne }
    return await startBlock(file, {
      VERSA_DOCS_URLS: JSON.stringify(given),
      ...(theOne === undefined ? {} : { DATABASE_URL: theOne })
    })
  } finally {
    for (const [, place] of places) await place.remove()
  }
}

/** Compares statements, which the block's process only hands over. */
function judged(met: Met, assertion: Assertion | undefined, run: Run): Met {
  if (met.sql === undefined || assertion?.kind !== 'sql') return met
  const expected = expectedOn(assertion, run)
  const actual = met.sql.map(normalSql)
  const named = expected.filter(sql => sql !== '')
  if (named.length > 0 && named.join('\n') === actual.join('\n')) return met
  const list = (all: readonly string[]) => (all.length === 0 ? 'none' : all.join('\n         '))
  const what = named.length === 0 ? 'the expected SQL is missing' : `expected ${list(named)}`
  return { ...met, failure: `${what}\n  actual ${list(actual)}` }
}

/** The statements that an assertion expects in a run, normalised. */
export function expectedOn(assertion: Extract<Assertion, { kind: 'sql' }>, run: Run): string[] {
  return assertion.expected
    .filter(({ on }) => on === undefined || run.includes(on))
    .map(({ sql }) => normalSql(sql))
}

function failureOf({ report, output, ended }: Ended, root: string): string | undefined {
  if (report?.thrown !== undefined) return mappedStack(report.thrown, root)
  const said = mappedStack(output, root)
  if (report === undefined) return `the block did not end well (${ended})\n${said}`
  return ended === endedWell ? undefined : `the block ran to its end, then: ${ended}\n${said}`
}

/** The program's line that a stack trace names first; 0 where it names none. */
function thrownLine(stack: string, root: string, program: Program): number {
  const folder = programFolder(root, program)
  for (const line of stack.split('\n')) {
    const match = line.includes(folder) ? /:(\d+):\d+\)?$/.exec(line) : null
    if (match?.[1] !== undefined) return Number(match[1])
  }
  return 0
}
