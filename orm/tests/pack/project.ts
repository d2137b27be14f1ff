import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { inRepository } from '../../../scripts/process/repository.mjs'

const execute = promisify(execFile)

/** What a command said. */
export interface Said {
  readonly code: number
  readonly stdout: string
  /** Standard output, then standard error. */
  readonly output: string
}

/** A project of a user, in a temporary folder outside the repository. */
export class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'versa-pack-'))

  /** Writes its files. */
  write(files: Record<string, string>): void {
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(path.join(this.folder, file), content)
    }
  }

  /** Installs packed packages. Offline: nothing but the tarballs may be needed. */
  async install(tarballs: readonly string[]): Promise<void> {
    this.write({ 'package.json': '{ "name": "project", "version": "1.0.0", "private": true }\n' })
    const options = ['--offline', '--no-audit', '--no-fund', '--cache', this.path('.npm-cache')]
    const { code, output } = await this.run('npm', ['install', ...options, ...tarballs])
    if (code !== 0) throw new Error(`npm install failed:\n${output}`)
  }

  /** Gives the project Node's types, which a TypeScript project on Node has. */
  addNodeTypes(): void {
    for (const name of ['@types/node', 'undici-types']) {
      const target = this.path('node_modules', name)
      mkdirSync(path.dirname(target), { recursive: true })
      cpSync(inRepository('node_modules', name), target, { recursive: true })
    }
  }

  /** Runs a command in the project. */
  run(command: string, args: readonly string[]): Promise<Said> {
    return runIn(this.folder, command, args)
  }

  /** A path in the project. */
  path(...parts: string[]): string {
    return path.join(this.folder, ...parts)
  }

  /** Removes it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Runs a command in a folder; a failure is a result. */
export async function runIn(
  folder: string,
  command: string,
  args: readonly string[]
): Promise<Said> {
  // Without what the npm that runs these tests tells its own scripts.
  const environment = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))
  try {
    const { stdout, stderr } = await execute(command, args, {
      cwd: folder,
      env: Object.fromEntries(environment),
      shell: process.platform === 'win32' && command === 'npm'
    })
    return { code: 0, stdout, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, output: `${stdout}${stderr}` }
  }
}
