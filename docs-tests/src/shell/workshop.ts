import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PageParts } from '../blocks/page.js'
import type { Block } from '../markdown/fences.js'
import { outputProblem } from '../output/judge.js'
import type { Problem } from '../problem.js'
import { ProjectDatabases } from './databases.js'
import { packOwn } from './packed.js'
import { ShellProject } from './project.js'
import { type Registry, serveRegistry } from './registry.js'
import { installsItself, stepsOf } from './steps.js'

/** What running the commands of a page brought. */
export interface ShellResult {
  readonly problems: readonly Problem[]
  /** What the blocks printed that ran to their ends. */
  readonly printed: ReadonlyMap<Block, string>
}

/** Makes projects of readers and runs the commands of pages in them. */
export class Workshop {
  readonly #folder: string
  readonly #registry: Registry
  #installed: Promise<string> | undefined

  private constructor(folder: string, registry: Registry) {
    this.#folder = folder
    this.#registry = registry
  }

  /** Packs the packages and opens a registry with them. */
  static async open(): Promise<Workshop> {
    const folder = mkdtempSync(path.join(tmpdir(), 'versa-docs-packs-'))
    return new Workshop(folder, await serveRegistry(await packOwn(folder)))
  }

  /** Runs the commands of a page in a project of their own, up to the first that fails. */
  async run(page: PageParts): Promise<ShellResult> {
    const steps = stepsOf(page.blocks)
    const installed = installsItself(steps) ? undefined : await this.#install()
    const project = new ShellProject(this.#environment())
    const databases = new ProjectDatabases()
    const printed = new Map<Block, string>()
    try {
      if (installed !== undefined) cpSync(installed, project.folder, { recursive: true })
      for (const step of steps) {
        if (step.kind === 'write') project.write(step.file, `${step.block.code}\n`)
        else {
          const variables = await databases.variablesFor(step.block)
          const { code, line = 1, output } = await project.run(step.block.code, variables)
          if (code !== 0) {
            const message = `the command failed with exit code ${code}\n${output}`
            const at = Math.min(line, step.block.code.split('\n').length)
            return { problems: [problem(step.block, at, message)], printed }
          }
          printed.set(step.block, output)
        }
      }
      return { problems: [], printed }
    } finally {
      project.remove()
      await databases.remove()
    }
  }

  /** Closes the registry and removes the packages. */
  async close(): Promise<void> {
    await this.#registry.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      npm_config_registry: this.#registry.url,
      npm_config_cache: path.join(this.#folder, 'cache'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      // Scripts of others would download something.
      npm_config_ignore_scripts: 'true',
      NO_COLOR: '1'
    }
  }

  /** A project that has the package, to be copied. */
  #install(): Promise<string> {
    this.#installed ??= this.#installNow()
    return this.#installed
  }

  async #installNow(): Promise<string> {
    const project = new ShellProject(this.#environment())
    try {
      project.write('package.json', '{ "name": "project", "private": true, "type": "module" }\n')
      const { code, output } = await project.run('npm install versa-orm')
      if (code !== 0) throw new Error(`the package could not be installed:\n${output}`)
      const copy = path.join(this.#folder, 'project')
      cpSync(project.folder, copy, { recursive: true })
      return copy
    } finally {
      project.remove()
    }
  }
}

/** What is wrong with one block of commands, after its page was run. */
export function shellProblems(page: PageParts, block: Block, result: ShellResult): Problem[] {
  const end = block.line + block.code.split('\n').length
  const own = result.problems.filter(({ line }) => line >= block.line && line < end)
  const printed = result.printed.get(block)
  if (own.length > 0) return own
  if (printed === undefined) {
    return [problem(block, 1, 'it was not run, because a command before it on the page failed')]
  }
  return (page.outputs.get(block) ?? []).flatMap(output => {
    const wrong = outputProblem(output, { printed, statements: [] })
    return wrong === undefined ? [] : [wrong]
  })
}

function problem({ page, line }: Block, at: number, message: string): Problem {
  return { page, line: line + at - 1, message }
}
