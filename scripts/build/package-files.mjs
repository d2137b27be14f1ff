import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inRepository } from '../process/repository.mjs'

// What npm shows of a package comes with it: copies that git ignores.

/**
 * Puts the licence and the README of the repository into `orm`.
 *
 * @param {string} folder
 */
export function completeOrmPackage(folder) {
  copyFileSync(inRepository('LICENSE'), `${folder}/LICENSE`)
  const readme = inRepository('README.md')
  if (existsSync(readme)) copyFileSync(readme, `${folder}/README.md`)
}

/**
 * Puts the licence and a README into a native package.
 *
 * @param {string} folder
 */
export function completeNativePackage(folder) {
  copyFileSync(inRepository('LICENSE'), `${folder}/LICENSE`)
  const { name, description } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const text =
    `# ${name}\n\n${description}. \`npm install versa-orm\` brings it along where it fits; ` +
    'there is no reason to install or import it by name.\n'
  writeFileSync(`${folder}/README.md`, text)
}
