import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../../process/failure.mjs'

/**
 * Rolls the types of a module and of all that it imports up into one file.
 *
 * @param {string} folder The package's folder.
 * @param {string} source The module, relative to it.
 * @param {string} target The file, relative to it.
 * @param {readonly string[]} [external] Packages whose types stay theirs.
 */
export async function bundleTypes(folder, source, target, external = []) {
  const { rollup } = await import('rollup')
  const { dts } = await import('rollup-plugin-dts')
  const name = `${path.basename(folder)}/${source}`
  /** @type {string[]} */
  const warnings = []
  const bundled = await rollup({
    input: `${folder}/${source}`,
    external: [/^node:/, ...external],
    onwarn: warning => warnings.push(warning.message),
    plugins: [dts({ tsconfig: `${folder}/tsconfig.json`, compilerOptions: { noEmit: false } })]
  }).catch(error => {
    throw new Failure(`The types of ${name} could not be bundled`, typeErrors(error))
  })
  if (warnings.length > 0) {
    throw new Failure(`The types of ${name} were bundled with warnings`, warnings.join('\n'))
  }
  mkdirSync(path.dirname(`${folder}/${target}`), { recursive: true })
  await bundled.write({ file: `${folder}/${target}`, format: 'es' })
  await bundled.close()
  if (!/\bexport\b/.test(readFileSync(`${folder}/${target}`, 'utf8'))) {
    throw new Failure(`The types of ${name} were bundled to nothing`)
  }
}

/** @param {unknown} error */
function typeErrors(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
