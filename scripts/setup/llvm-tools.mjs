import { existsSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../process/failure.mjs'
import { run } from '../process/run.mjs'
import { step } from '../process/step.mjs'
import { aptInstall, canAdminister, permission } from './databases/administration.mjs'

/** @typedef {{ profdata: string, cov: string }} LlvmTools The commands by which they start. */

/**
 * Makes sure that the two tools of LLVM are there that read what an instrumented program counts.
 * They must be of rustc's own LLVM: the format changes with it. They are rustup's `llvm-tools`
 * where that is installed, else those of the system, else apt installs them.
 *
 * @returns {Promise<LlvmTools>}
 */
export function provideLlvmTools() {
  return step('LLVM tools', async progress => {
    const facts = (await run('rustc', ['-vV'])).stdout
    const major = /^LLVM version: (\d+)/m.exec(facts)?.[1] ?? ''
    const host = /^host: (.*)$/m.exec(facts)?.[1] ?? ''
    const found = (await ofRustup(host)) ?? (await ofSystem(major))
    if (found !== undefined) return { note: `of LLVM ${major}`, value: found }
    if ((await canAdminister()) && (await permission(`install llvm-${major}`))) {
      await aptInstall(`llvm-${major}`, progress)
      const installed = await ofSystem(major)
      if (installed !== undefined) return { note: `llvm-${major} installed`, value: installed }
    }
    throw new Failure(
      `Coverage of Rust is read by the tools of LLVM ${major}. Run \`rustup component add ` +
        `llvm-tools\`, or \`sudo apt-get install llvm-${major}\`.`
    )
  })
}

/**
 * @param {string} host
 * @returns {Promise<LlvmTools | undefined>}
 */
async function ofRustup(host) {
  const root = (await run('rustc', ['--print', 'sysroot'])).stdout.trim()
  const folder = path.join(root, 'lib/rustlib', host, 'bin')
  const tools = {
    profdata: path.join(folder, 'llvm-profdata'),
    cov: path.join(folder, 'llvm-cov')
  }
  return existsSync(tools.profdata) && existsSync(tools.cov) ? tools : undefined
}

/**
 * @param {string} major
 * @returns {Promise<LlvmTools | undefined>}
 */
async function ofSystem(major) {
  const tools = { profdata: `llvm-profdata-${major}`, cov: `llvm-cov-${major}` }
  for (const tool of Object.values(tools)) {
    if ((await run(tool, ['--version'])).code !== 0) return undefined
  }
  return tools
}
