import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'
import { mustRun } from '../process/run.mjs'
import { compilerOptions, projectFolder } from './count.mjs'

/** @import { Files } from './count.mjs' */

/**
 * How long TypeScript 7.0 takes to check a project, in seconds: the fastest of three runs. It
 * depends on the machine and on what else that does, so it is told and never tested.
 *
 * @param {string} name The project's folder, which is removed afterwards.
 * @param {Files} files
 * @returns {Promise<number>}
 */
export async function checkTime(name, files) {
  const folder = path.join(projectFolder, name)
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    const tsc = inRepository('node_modules/typescript-7.0/bin/tsc')
    /** @type {number[]} */
    const times = []
    for (let run = 0; run < 3; run++) {
      const { stdout } = await mustRun(process.execPath, [tsc, '-p', folder, '--diagnostics'])
      const time = /^Check time:\s+([\d.]+)s$/m.exec(stdout)?.[1]
      if (time === undefined) throw new Failure('TypeScript 7.0 did not say its check time', stdout)
      times.push(Number(time))
    }
    return Math.min(...times)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
