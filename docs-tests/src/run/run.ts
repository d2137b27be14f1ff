import { fork } from 'node:child_process'
import { instrument } from '../assertions/instrument.js'
import { type Program, placeOf } from '../blocks/program.js'
import type { Problem } from '../problem.js'
import type { Report } from './runtime.js'
import { programFolder, writeProgram } from './write.js'

/** How long a block may take; one that does not end has left something open. */
const blockTimeoutMs = 20_000

/** What running a program brought. */
export interface RunResult {
  readonly problems: readonly Problem[]
  /** How many assertions it has. */
  readonly assertions: number
}

/**
 * Runs a program in a process of its own and compares what it gave with what the page says.
 *
 * @param root The folder that `writeShared` began.
 * @param program The program.
 */
export async function runProgram(root: string, program: Program): Promise<RunResult> {
  const { text, lines, bad } = instrument(program.fileName, program.text)
  const problem = (line: number, message: string) => ({ ...placeOf(program, line), message })
  const badOnes = bad.map(({ line, message }) => problem(line, message))
  const assertions = lines.length
  if (badOnes.length > 0) return { problems: badOnes, assertions }
  const { report, output, ended } = await start(writeProgram(root, program, text))
  const problems: Problem[] = []
  const met = report?.met ?? []
  for (const { number, failure } of met) {
    if (failure !== undefined) problems.push(problem(lines[number] ?? 0, failure))
  }
  if (report?.thrown !== undefined) {
    problems.push(problem(thrownLine(report.thrown, root, program), report.thrown))
  } else if (report === undefined) {
    problems.push(problem(0, `the block did not end well (${ended})\n${output}`))
  } else if (ended !== 'exit code 0') {
    problems.push(problem(0, `the block ran to its end, then: ${ended}\n${output}`))
  }
  lines.forEach((line, number) => {
    if (met.some(entry => entry.number === number) || problems.length > 0) return
    problems.push(problem(line, 'this assertion was never reached'))
  })
  return { problems, assertions }
}

interface Ended {
  readonly report: Report | undefined
  readonly output: string
  readonly ended: string
}

function start(file: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = fork(file, { silent: true, execArgv: ['--enable-source-maps'] })
    let report: Report | undefined
    let output = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, blockTimeoutMs)
    child.on('message', message => {
      if (isReport(message)) report = message
    })
    const listen = (stream: NodeJS.ReadableStream | null) =>
      stream?.on('data', chunk => {
        output += String(chunk)
      })
    listen(child.stdout)
    listen(child.stderr)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`
      const ended = late ? `it did not end in ${blockTimeoutMs / 1_000} s: is all closed?` : how
      resolve({ report, output, ended })
    })
  })
}

function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'met' in message
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
