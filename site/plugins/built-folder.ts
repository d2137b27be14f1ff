import { cpSync, existsSync } from 'node:fs'
import path from 'node:path'
import type { LoadContext, Plugin } from '@docusaurus/types'

/** A folder that another build has made, and where it is put. */
export interface BuiltFolder {
  /** The place below the site: `playground`. */
  readonly place: string
  /** The folder, relative to the repository. */
  readonly folder: string
  /** The script that makes it. */
  readonly script: string
}

/** Puts what another build has made into the site. There is one for all languages. */
export function builtFolder({ place, folder, script }: BuiltFolder) {
  const built = path.join(__dirname, '../..', folder)
  return ({ i18n, siteConfig }: LoadContext): Plugin => ({
    name: `built-${place}`,
    async postBuild({ outDir }) {
      if (i18n.currentLocale !== i18n.defaultLocale) return
      if (!existsSync(path.join(built, 'index.html'))) {
        throw new Error(`${folder} is not there: run \`node scripts/${script}\`.`)
      }
      cpSync(built, path.join(outDir, place), { recursive: true })
    },
    // A server for development has it, too.
    configureWebpack() {
      const served = { directory: built, publicPath: `${siteConfig.baseUrl}${place}/` }
      // Its types know the bundler's part only, and this is its server's.
      return { devServer: { static: [served] } } as object
    }
  })
}
