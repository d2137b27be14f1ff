import { spawn } from 'node:child_process'
import { type Ended, ended, plainEnvironment, type Scratch, versa } from './scratch.js'

interface TerminalOptions {
  readonly columns?: number
  readonly environment?: NodeJS.ProcessEnv
  /** What is typed once something has been seen. */
  readonly typed?: { readonly after: RegExp; readonly keys: string }
}

/** Runs the command on a terminal of its own, as wide as it is told; gives what is seen there. */
export function onTerminal(
  project: Scratch,
  args: readonly string[],
  { columns = 80, environment = {}, typed }: TerminalOptions = {}
): Promise<Ended> {
  const words = [process.execPath, versa, ...args].map(word => `'${word.replaceAll("'", "'\\''")}'`)
  // `exec`: a shell that stays would get the keys' signals too, and some then say 130 for a 0.
  const line = `stty cols ${columns} rows 24; exec ${words.join(' ')}`
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: project.folder,
    env: { ...plainEnvironment(), TERM: 'xterm-256color', ...environment },
    stdio: ['pipe', 'pipe', 'pipe']
  })
  if (typed === undefined) child.stdin.end()
  let seen = ''
  child.stdout.on('data', text => {
    seen += text
    if (typed?.after.test(seen)) child.stdin.end(typed.keys)
  })
  return ended(child).then(end => ({ ...end, stdout: end.stdout.replaceAll('\r\n', '\n') }))
}

/** Escape sequences that colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
export const colours = /\u001b\[[0-9;]*m/g
