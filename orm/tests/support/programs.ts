import { spawn } from 'node:child_process'

/** How a program ended. */
export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const usualMs = 45_000

/**
 * Node.js may wait for ever when it ends while V8 compiles in the background
 * (https://github.com/nodejs/node/issues/54918): seen in one of a hundred programs with sql.js.
 */
const withoutDeadlock = '--no-concurrent-recompilation'

/**
 * Runs an ES module in a process of its own, as an application would; it finds its arguments at
 * the end of `process.argv`. One that does not end in time, in milliseconds, is killed, which its
 * `signal` tells.
 */
export async function runProgram(
  source: string,
  programArguments: readonly string[] = [],
  nodeOptions: readonly string[] = [],
  longestMs = usualMs
): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [withoutDeadlock, ...nodeOptions, '--input-type=module', '--eval', source, ...programArguments],
    // Within the package, `versa-orm` is the package itself as it is built.
    { cwd: import.meta.dirname, timeout: longestMs, killSignal: 'SIGKILL' }
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
