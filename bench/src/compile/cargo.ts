import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Builds and runs the engine's benchmark of compiling, as it is shipped: optimized.
 *
 * @param seconds How long each of its benchmarks is measured at least.
 * @param progress Hears what cargo does: the first build takes minutes.
 * @returns The table that divan prints.
 */
export function benchCompiling(seconds: number, progress: (text: string) => void): Promise<string> {
  const cargo = ['bench', '--package', 'versa-costs', '--bench', 'compile', '--']
  const divan = ['--color', 'never', '--sort', 'location', '--min-time', String(seconds)]
  const child = spawn('cargo', [...cargo, ...divan], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let table = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    table += text
  })
  createInterface(child.stderr).on('line', line => {
    said += `${line}\n`
    progress(line.trim())
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(table)
      else reject(new Error(`cargo bench failed:\n${said}${table}`))
    })
  })
}
