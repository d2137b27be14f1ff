import { readFrontMatter } from '../markdown/front-matter.js'
import { nodesOf } from '../markdown/nodes.js'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'

/** As long as a description may be: search engines show no more. */
const descriptionMax = 160

/** What pages of the site leave out of their front matter, or claim without reason. */
export function fieldProblems(pages: readonly Page[]): Problem[] {
  const titles = new Map<string, string>()
  return pages.flatMap(page => {
    const { title, description, prelude, db } = readFrontMatter(page.text)
    const messages = [...titleProblems(page, title, titles), ...descriptionProblems(description)]
    if ((prelude ?? db) !== undefined && !hasCode(page)) {
      messages.push('it says how its code is run, and has none')
    }
    return messages.map(message => ({ page: page.file, line: 1, message }))
  })
}

function titleProblems({ file }: Page, title: string | undefined, titles: Map<string, string>) {
  if (title === undefined || title === '')
    return ['it has no title: add `title:` to its front matter']
  // Pages of one folder are neighbours in the sidebar.
  const key = `${file.slice(0, file.lastIndexOf('/'))}\n${title}`
  const other = titles.get(key)
  titles.set(key, file)
  return other === undefined ? [] : [`its title is that of ${other}`]
}

function descriptionProblems(description: string | undefined): string[] {
  if (description === undefined || description === '') {
    return ['it has no description: add `description:` to its front matter, one sentence']
  }
  const length = [...description].length
  if (length > descriptionMax) {
    return [`its description has ${length} characters; ${descriptionMax} at most`]
  }
  return /[.?!]$/.test(description) ? [] : ['its description is no sentence: it has no full stop']
}

/** Whether something of a page is run: TypeScript or SQL. */
function hasCode({ text, file }: Page): boolean {
  return nodesOf(text, file).some(
    node => node.type === 'code' && /^(?:ts|typescript|sql)$/.test(node.lang ?? '')
  )
}
