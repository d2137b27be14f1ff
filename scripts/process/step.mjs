import { Failure } from './failure.mjs'
import { verbose } from './run.mjs'

const interactive = process.stderr.isTTY === true && !verbose && process.env['CI'] === undefined
const colourful = process.stderr.isTTY === true && process.env['NO_COLOR'] === undefined

/** Steps run side by side share the terminal's last line: only one of them may use it. */
let lineOwner = 0
let lastStep = 0

/**
 * Runs one step and reports it in one line: done or failed, what came of it, how long it took.
 *
 * @template T
 * @param {string} label What the step does, or the thing it provides.
 * @param {(progress: (line: string) => void) => Promise<{ note?: string, value: T }>} action
 *   Does it. `progress` shows a passing line on a terminal.
 * @param {{ slow?: string }} [options] `slow`: why it may take long; said before it starts.
 * @returns {Promise<T>}
 */
export async function step(label, action, options = {}) {
  const id = ++lastStep
  const start = performance.now()
  if (options.slow !== undefined) say(`${dim('…')} ${label}: ${options.slow}`)
  try {
    const { note, value } = await action(line => showProgress(id, label, line, start))
    finish(id, `${green('✓')} ${label}${note ? `: ${note}` : ''}${dim(elapsed(start))}`)
    return value
  } catch (error) {
    finish(id, `${red('✗')} ${label}${dim(elapsed(start))}`)
    throw error
  }
}

/**
 * Runs a command's main function; a failure is told in full and ends the process with code 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runCommand(main) {
  try {
    await main()
  } catch (error) {
    reportFailure(error)
    process.exitCode = 1
  }
}

/**
 * Tells a failure: the output of what failed first, so that the reason stands last.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  if (error instanceof Failure) {
    if (error.output !== '' && !verbose) process.stderr.write(`\n${error.output.trimEnd()}\n`)
    say(`\n${red('✗')} ${error.message}`)
  } else {
    console.error(error)
  }
}

/**
 * Writes a line for a person; standard output stays the command's own.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {string} text */
export const dim = text => (colourful ? `\u001b[2m${text}\u001b[22m` : text)
/** @param {string} text */
export const green = text => (colourful ? `\u001b[32m${text}\u001b[39m` : text)
/** @param {string} text */
export const red = text => (colourful ? `\u001b[31m${text}\u001b[39m` : text)

/**
 * @param {number} id
 * @param {string} label
 * @param {string} line
 * @param {number} start
 */
function showProgress(id, label, line, start) {
  const text = line.trim()
  if (!interactive || text === '' || (lineOwner !== 0 && lineOwner !== id)) return
  lineOwner = id
  const seconds = Math.round((performance.now() - start) / 1000)
  const room = (process.stderr.columns ?? 80) - 2
  process.stderr.write(`\r\u001b[K${dim(`  ${label} (${seconds} s) ${text}`.slice(0, room))}`)
}

/**
 * @param {number} id
 * @param {string} line
 */
function finish(id, line) {
  if (lineOwner === id) {
    process.stderr.write('\r\u001b[K')
    lineOwner = 0
  }
  say(line)
}

/** @param {number} start */
function elapsed(start) {
  const seconds = (performance.now() - start) / 1000
  return seconds < 0.5 ? '' : `  ${seconds.toFixed(1)} s`
}
