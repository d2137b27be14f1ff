import path from 'node:path'
import type { Plugin } from '@docusaurus/types'

/** The theme loads Prism on every page, 45 KB for colours that the build has put there already. */
export function withoutPrism(): Plugin {
  return {
    name: 'without-prism',
    configureWebpack: () => ({
      resolve: {
        alias: { 'prism-react-renderer$': path.join(__dirname, '../src/code/no-prism.ts') }
      }
    })
  }
}
