// Gives the pages of the API what the site's other pages have: a title and a description.
import { ReflectionKind } from 'typedoc'
import { MarkdownPageEvent } from 'typedoc-plugin-markdown'

/** Longer ones are cut by whoever shows them. */
const descriptionMax = 160

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.renderer.on(MarkdownPageEvent.END, page => {
    const model = /** @type {import('typedoc').DeclarationReflection} */ (page.model)
    const isFunction = model.kind === ReflectionKind.Function
    const title = model.isProject() ? 'API' : `${model.name}${isFunction ? '()' : ''}`
    const description = model.isProject()
      ? 'Every symbol that versa-orm exports.'
      : summaryOf(model.comment ?? model.signatures?.[0]?.comment)
    const lines = [`title: ${JSON.stringify(title)}`]
    if (description !== '') lines.push(`description: ${JSON.stringify(description)}`)
    // TypeDoc's heading has the parameters of the type, whose brackets would be tags here.
    const text = (page.contents ?? '').replace(/^# .*$/m, `# ${title}`)
    page.contents = `---\n${lines.join('\n')}\n---\n\n${text}`
  })
}

/**
 * The first sentence of a comment, as plain text.
 *
 * @param {import('typedoc').Comment | undefined} comment
 */
function summaryOf(comment) {
  const text = (comment?.summary ?? []).map(part => part.text).join('')
  const [sentence = ''] = /^[\s\S]*?[.:](?=\s|$)/.exec(text.trim()) ?? [text.trim()]
  const plain = sentence.replace(/[`*]/g, '').replace(/\s+/g, ' ').replace(/[:;]$/, '.')
  return plain.length > descriptionMax ? `${plain.slice(0, descriptionMax - 1)}…` : plain
}
