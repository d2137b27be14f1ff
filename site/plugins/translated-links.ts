import { existsSync } from 'node:fs'
import path from 'node:path'

/** What Docusaurus says of a link whose page it does not find. */
interface BrokenLink {
  readonly sourceFilePath: string
  readonly url: string
}

/**
 * Links of a folder's pages to pages that are translated: Docusaurus looks for these beside the
 * page that links, where only the untranslated ones are.
 *
 * @param locale The language that is built.
 * @returns A hook for `onBrokenMarkdownLinks`, which throws for links to no page at all.
 */
export function translatedLinks(siteFolder: string, locale: string) {
  const docs = path.join(siteFolder, 'docs')
  const translated = path.join(siteFolder, `i18n/${locale}/docusaurus-plugin-content-docs/current`)
  return ({ sourceFilePath, url }: BrokenLink): string => {
    const [target = '', anchor] = url.split('#')
    const page = path.relative(docs, path.resolve(path.dirname(sourceFilePath), target))
    if (page.startsWith('..') || !existsSync(path.join(translated, page))) {
      throw new Error(`${sourceFilePath}: there is no page at ${url}`)
    }
    const place = `/docs/${page.replace(/\.mdx?$/, '')}/`
    return anchor === undefined ? place : `${place}#${anchor}`
  }
}
