import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  /**
   * Installs packed packages. Offline: nothing may be needed but the tarballs, and those of what
   * they depend on.
   */
  async install(
    tarballs: readonly string[],
    dependencies: Readonly<Record<string, string>>,
    ...flags: string[]
  ): Promise<void> {
    const overrides = Object.fromEntries(
      Object.entries(dependencies).map(([name, tarball]) => [name, `file:${tarball}`])
    )
    const manifest = { name: 'project', version: '1.0.0', private: true, overrides }
    this.write({ 'package.json': JSON.stringify(manifest) })
    const options = ['--offline', '--no-audit', '--no-fund', '--cache', this.path('.npm-cache')]
    const { code, output } = await this.run('npm', ['install', ...options, ...flags, ...tarballs])
    if (code !== 0) throw new Error(`npm install failed:\n${output}`)
  }

  /** Gives the project Node's types, which a TypeScript project on Node has. */
  addNodeTypes(): void {
    this.add('@types/node', 'undici-types')
  }

  /** Gives the project packages of the repository's. */
  add(...names: string[]): void {
    for (const name of names) {
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

/**
 * Packs what a package depends on, and what that depends on: no registry is asked in tests.
 *
 * @returns The tarballs by the packages' names.
 */
export async function packDependencies(target: string): Promise<Record<string, string>> {
  const names = new Set<string>()
  const visit = (folder: string): void => {
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (names.has(name)) continue
      names.add(name)
      visit(inRepository('node_modules', name))
    }
  }
  visit(inRepository('orm'))
  const folders = [...names].map(name => inRepository('node_modules', name))
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', target, ...folders]
  const { code, stdout, output } = await runIn(target, 'npm', args)
  if (code !== 0) throw new Error(`npm pack of the dependencies failed:\n${output}`)
  const packed: { name: string; filename: string }[] = JSON.parse(stdout)
  return Object.fromEntries(packed.map(({ name, filename }) => [name, path.join(target, filename)]))
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
