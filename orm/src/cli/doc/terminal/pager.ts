import { spawn } from 'node:child_process'

/** Shows a text: in the user's pager on a terminal, else as it is. */
export async function page(text: string, { pager }: { readonly pager: boolean }): Promise<void> {
  const { stdout, env } = process
  // An empty PAGER says that none is wanted; cat would do the same as none.
  const command = env['PAGER'] ?? 'less -R'
  if (!pager || !stdout.isTTY || command === '' || command === 'cat') return write(text)
  if (!(await paged(text, command))) await write(text)
}

/** Whether the pager could be started. */
function paged(text: string, command: string): Promise<boolean> {
  return new Promise(resolve => {
    // PAGER is a line for a shell: `less -R`, `bat -l md`.
    const child = spawn(command, {
      shell: true,
      stdio: ['pipe', 'inherit', 'inherit'],
      // R is for colours; F ends less where the text fits, X leaves the text there.
      env: { LESS: 'FRX', ...process.env }
    })
    // Ctrl-C is the pager's while it is in front.
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    child.once('error', () => resolve(false))
    child.once('exit', code => {
      process.off('SIGINT', ignore)
      // A shell says 127 of a command that is not there, and 126 of one that it may not run.
      resolve(code !== 127 && code !== 126)
    })
    // It may be closed before it has read everything.
    child.stdin.on('error', ignore)
    child.stdin.end(text)
  })
}

function write(text: string): Promise<void> {
  return new Promise(resolve => {
    process.stdout.write(text, () => resolve())
  })
}
