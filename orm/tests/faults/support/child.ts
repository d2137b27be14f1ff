import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import type { Outcome } from '../../support/programs.js'

/** How a program is started. */
export interface ChildOptions {
  readonly args?: readonly string[]
  /** The user and group that it runs as; only root may say. */
  readonly account?: { readonly uid: number; readonly gid: number }
  /** A command that runs the program: it gets the program's command as its last arguments. */
  readonly within?: readonly string[]
}

/**
 * Becomes another user once the package and its addon are loaded: who may not write may not be able
 * to read where the repository is, either.
 */
function become({ uid, gid }: NonNullable<ChildOptions['account']>): string {
  return `
    import { connect as connectBefore } from 'versa-orm'
    await (await connectBefore('sqlite::memory:')).close()
    process.setgroups([${gid}])
    process.setgid(${gid})
    process.setuid(${uid})
  `
}

/** A program in a process of its own, with what it says line by line. */
export class Child {
  readonly process: ChildProcess
  readonly #lines: string[] = []
  #stderr = ''
  #wake = (): void => {}
  readonly #ended: Promise<Outcome>

  /** Runs an ES module in which `versa-orm` is the package as it is built. */
  constructor(source: string, { args = [], account, within = [] }: ChildOptions = {}) {
    const text = account === undefined ? source : `${become(account)}\n${source}`
    const command = [process.execPath, '--input-type=module', '--eval', text, ...args]
    const [program = '', ...given] = [...within, ...command]
    this.process = spawn(program, given, {
      cwd: path.join(import.meta.dirname, '..'),
      timeout: 60_000,
      killSignal: 'SIGKILL'
    })
    let unfinished = ''
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (unfinished + text).split('\n')
      unfinished = lines.pop() ?? ''
      this.#lines.push(...lines)
      this.#wake()
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.#ended = new Promise((resolve, reject) => {
      this.process.once('error', reject)
      this.process.once('close', (code, signal) => {
        resolve({ code, signal, stdout: this.#lines.join('\n'), stderr: this.#stderr })
        this.#wake()
      })
    })
  }

  /** Waits until it says a line. */
  async says(line: string): Promise<void> {
    while (!this.#lines.includes(line)) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`it ended without "${line}": ${this.#stderr}`)
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal)
  }

  /** Waits until it ends by itself. */
  ended(): Promise<Outcome> {
    return this.#ended
  }
}

/** Runs a program to its end. */
export function runChild(source: string, options?: ChildOptions): Promise<Outcome> {
  return new Child(source, options).ended()
}

/** Somebody who may do nothing in particular, where root runs the tests; root may do everything. */
export function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody']))
  return { uid: id('-u'), gid: id('-g') }
}
