import { fileURLToPath } from 'node:url'

/** The folder of the package: one above `dist`, wherever in it the bundler put this module. */
const root = new URL('.', import.meta.url.replace(/\/(?:dist|src)\/(?!.*\/(?:dist|src)\/).*$/, '/'))

/** A file of the installed package: `packageFile('dist/docs')`. */
export function packageFile(name: string): string {
  return fileURLToPath(new URL(name, root))
}
