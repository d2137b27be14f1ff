import { spawn } from 'node:child_process'
import { Failure } from './failure.mjs'
import { repository } from './repository.mjs'

/**
 * How a command is run.
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd] The working directory; default: the repository.
 * @property {NodeJS.ProcessEnv} [env] Variables added to the environment.
 * @property {(line: string) => void} [onLine] Is told each line as it appears.
 * @property {string} [input] What the command reads; default: nothing.
 * @property {number} [timeout] Milliseconds after which it is ended; default: never.
 * @property {RegExp} [noise] Lines that explain nothing in the output of a failure.
 */

/**
 * What a command did.
 *
 * @typedef {object} RunResult
 * @property {number} code The exit code; 127 where the command does not exist.
 * @property {string} stdout
 * @property {string} output Standard output and standard error as they came.
 */

/** Whether all output of child processes is shown as it comes. */
export const verbose = process.argv.includes('--verbose')

/**
 * Runs a command to its end and keeps what it prints. A non-zero exit is a result, not an error.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? repository,
      env: { ...process.env, ...options.env },
      timeout: options.timeout,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // npm is a command file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm'
    })
    let stdout = ''
    let output = ''
    /** @param {string} text */
    const collect = text => {
      output += text
      if (verbose) process.stderr.write(text)
      if (options.onLine) for (const line of text.split(/[\r\n]+/)) options.onLine(line)
    }
    child.stdout?.setEncoding('utf8').on('data', text => {
      stdout += text
      collect(text)
    })
    child.stderr?.setEncoding('utf8').on('data', collect)
    child.stdin?.end(options.input)
    child.on('error', error => {
      resolve({ code: 127, stdout, output: `${output}${command}: ${error.message}\n` })
    })
    child.on('close', (code, signal) => {
      const ending = signal === null ? '' : `${command} was ended by ${signal}\n`
      resolve({ code: code ?? 1, stdout, output: output + ending })
    })
  })
}

/**
 * Runs a command that has to succeed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 * @throws {Failure} With all the output where the command fails.
 */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options)
  if (result.code !== 0) {
    throw new Failure(
      `\`${command} ${args.join(' ')}\` failed (exit code ${result.code})`,
      withoutNoise(result.output, options.noise)
    )
  }
  return result
}

/** What cargo says while all is well. */
export const cargoNoise =
  /^ *(?:Compiling|Checking|Downloading|Downloaded|Updating|Locking|Blocking) /

/**
 * @param {string} output
 * @param {RegExp | undefined} noise
 */
export function withoutNoise(output, noise) {
  if (noise === undefined) return output
  return output
    .split('\n')
    .filter(line => !noise.test(line))
    .join('\n')
}
