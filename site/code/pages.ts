import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repository } from './paths.js'

/** A page of the site: its path in the repository, and its Markdown. */
export interface SitePage {
  readonly file: string
  readonly text: string
  /** Whether its TypeScript is checked; of generated pages it is only shown. */
  readonly checked: boolean
}

/** Folders of pages: the documentation, its translations, parts of the landing page, the API. */
const folders = [
  { folder: 'site/docs', checked: true },
  { folder: 'site/i18n', checked: true },
  { folder: 'site/src/pages', checked: true },
  { folder: 'site/api', checked: false }
]

/** All pages that the site shows. */
export function sitePages(): SitePage[] {
  return folders.flatMap(({ folder, checked }) => {
    const place = path.join(repository, folder)
    if (!existsSync(place)) return []
    return readdirSync(place, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.mdx?$/.test(name))
      .sort()
      .map(name => readPage(`${folder}/${name.split(path.sep).join('/')}`, checked))
  })
}

/** A page by its path in the repository. */
export function readPage(file: string, checked = !file.startsWith('site/api/')): SitePage {
  return { file, text: readFileSync(path.join(repository, file), 'utf8'), checked }
}
