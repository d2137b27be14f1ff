import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { withoutNpm } from './packed.js'

/** How long a block of commands may take. */
const timeoutMs = 120_000

/** What a block of commands did. */
export interface Said {
  /** 0 where all commands succeeded. */
  readonly code: number
  /** The line (from 1) of the command that failed; undefined where that is not known. */
  readonly line: number | undefined
  /** What they printed, on both of their streams. */
  readonly output: string
}

/** A reader's project in a temporary folder: commands go on where the ones before them were. */
export class ShellProject {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'versa-docs-'))
  readonly #environment: NodeJS.ProcessEnv
  readonly #running: ChildProcess[] = []

  /** @param environment Variables of its commands. */
  constructor(environment: NodeJS.ProcessEnv) {
    for (const folder of ['project', 'home', 'state']) mkdirSync(this.#path(folder))
    this.#environment = { ...withoutNpm(), ...environment, HOME: this.#path('home') }
  }

  /** The project's folder. */
  get folder(): string {
    return this.#path('project')
  }

  /** Writes a file, to where the commands are now. */
  write(file: string, text: string): void {
    const place = path.join(this.#current(), file)
    mkdirSync(path.dirname(place), { recursive: true })
    writeFileSync(place, text)
  }

  /**
   * Runs commands, up to the first one that fails.
   *
   * @param variables Theirs only: those that come later do not have them.
   */
  async run(commands: string, variables: Readonly<Record<string, string>> = {}): Promise<Said> {
    const state = this.#path('state')
    const failed = path.join(state, 'line')
    rmSync(failed, { force: true })
    // The trap comes first on the first line, so that its numbers are those of the block.
    const trap = `set -eE; trap 'echo "$LINENO" > "${failed}"' ERR; `
    const before = existsSync(path.join(state, 'variables')) ? `. "${state}/variables"; ` : ''
    const names = Object.keys(variables)
    const own = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'; `)
    const without = names.length === 0 ? '' : `unset ${names.join(' ')}; `
    const after = `\n${without}pwd > "${state}/folder"; export -p > "${state}/variables"`
    const printed = path.join(state, 'printed')
    const script = `${trap}${before}${own.join('')}${commands}${after}`
    const code = await this.#start(script, printed)
    const line = existsSync(failed) ? Number(readFileSync(failed, 'utf8')) : undefined
    return { code, line, output: readFileSync(printed, 'utf8') }
  }

  /** Ends what still runs, and removes the project. */
  remove(): void {
    for (const { pid } of this.#running) {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGKILL')
      } catch {
        // It has ended, and so has all that it started.
      }
    }
    rmSync(this.#root, { recursive: true, force: true })
  }

  #start(script: string, printed: string): Promise<number> {
    // A file, not a pipe: what goes on in the background would keep a pipe open.
    const file = openSync(printed, 'w')
    const child = spawn('bash', ['-c', script], {
      cwd: this.#current(),
      env: this.#environment,
      stdio: ['ignore', file, file],
      detached: true
    })
    closeSync(file)
    this.#running.push(child)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      }, timeoutMs)
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        clearTimeout(timer)
        if (signal === 'SIGKILL') reject(new Error(`it did not end in ${timeoutMs / 1_000} s`))
        else resolve(code ?? 1)
      })
    })
  }

  #current(): string {
    const known = this.#path('state', 'folder')
    return existsSync(known) ? readFileSync(known, 'utf8').trim() : this.folder
  }

  #path(...parts: string[]): string {
    return path.join(this.#root, ...parts)
  }
}
