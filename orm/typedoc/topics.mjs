// A plugin of TypeDoc: puts each symbol into a topic by the folder that it is declared in, so that
// the list of all symbols is one of topics and not of kinds.
import { CommentTag, Converter, ReflectionKind } from 'typedoc'

/** Folders of `orm/src`, and files of another topic than their folder; the first counts. */
const topics = [
  ['connection/raw-statement', 'SQL'],
  ['query/fragment/', 'SQL'],
  ['schema/sql-fragment', 'SQL'],
  ['connection/', 'Connections'],
  ['engine/engine', 'Connections'],
  ['engine/statement-event', 'In the browser'],
  ['query/plan/', 'Connections'],
  ['browser/', 'In the browser'],
  ['engine/wasm/', 'In the browser'],
  ['transaction/', 'Transactions'],
  ['relations/', 'Relations'],
  ['query/types/related', 'Relations'],
  ['query/types/loaded', 'Relations'],
  ['query/', 'Queries'],
  ['model/', 'Models'],
  ['schema/', 'Tables and columns'],
  ['errors/', 'Errors'],
  ['config/', 'Command line']
]

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, context => {
    // Of one entry point the project has the symbols, of several their modules have.
    const symbols = (context.project.children ?? []).flatMap(child =>
      child.kindOf(ReflectionKind.Module) ? (child.children ?? []) : [child]
    )
    for (const symbol of symbols) {
      if (symbol.kindOf(ReflectionKind.Reference)) continue
      const comment = symbol.comment ?? symbol.signatures?.[0]?.comment
      comment?.blockTags.push(new CommentTag('@category', [topicOf(context, symbol)]))
    }
  })
}

/**
 * @param {import('typedoc').Context} context
 * @param {import('typedoc').DeclarationReflection} symbol
 * @returns {import('typedoc').CommentDisplayPart}
 */
function topicOf(context, symbol) {
  const [declaration] = context.getSymbolFromReflection(symbol)?.declarations ?? []
  const path = declaration?.getSourceFile().fileName.replaceAll('\\', '/') ?? ''
  const [, file = ''] = /orm\/src\/(.*)$/.exec(path) ?? []
  const [, text] = topics.find(([begin]) => file.startsWith(begin ?? '')) ?? []
  if (text === undefined) throw new Error(`${symbol.name} of orm/src/${file} belongs to no topic`)
  return { kind: 'text', text }
}
