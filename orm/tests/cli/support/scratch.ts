import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { inRepository } from '../../../../scripts/process/repository.mjs'

/** The command, as npm would link it. */
export const versa = inRepository('orm/dist/cli.mjs')

/** What a process wrote, and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A project of a user in a temporary folder; the package is linked into it. */
export class Scratch {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'versa-cli-'))

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.write({
      'package.json': '{ "name": "shop", "private": true, "type": "module" }',
      ...files
    })
    mkdirSync(this.path('node_modules'))
    symlinkSync(inRepository('orm'), this.path('node_modules/versa-orm'), 'dir')
  }

  /** A path in it. */
  path(...parts: string[]): string {
    return path.join(this.folder, ...parts)
  }

  /** Writes files, with the folders that they are in. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true })
      writeFileSync(this.path(name), text)
    }
  }

  /** Starts the command. */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [versa, ...args], {
      cwd: this.folder,
      env: { ...plainEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
  }

  /** Runs the command to its end. */
  run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return ended(this.start(args, environment))
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A project that is removed after the tests of the file. */
export function scratch(files: Readonly<Record<string, string>> = {}): Scratch {
  const made = new Scratch(files)
  afterAll(() => made.remove())
  return made
}

/** The environment of someone who sits at the machine: no SSH, no CI, no database. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const left = /^(?:SSH_|CI$|DATABASE_URL$|DISPLAY$|WAYLAND_DISPLAY$|NO_COLOR$|FORCE_COLOR$|PAGER$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)))
}

/** What a process writes until it ends. */
export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
