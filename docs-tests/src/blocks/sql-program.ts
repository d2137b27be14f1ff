import type { Block } from '../markdown/fences.js'
import { chainsOf, preludeOf, programId, wrong } from './chains.js'
import { blockFile, type Program } from './program.js'

/** What a block's process gives every module: it runs a text of SQL. */
const runtime = '(globalThis as never as { $sqlBlock(db: object, text: string): Promise<void> })'

/**
 * The SQL of a page as programs that run it on the `db` of their set-up files.
 *
 * @throws {PageError} For a block without a database.
 */
export function sqlProgramsOf(blocks: readonly Block[]): Program[] {
  return chainsOf(blocks.filter(isSql)).map(chain => {
    const [first] = chain
    const prelude = preludeOf(first)
    if (!prelude?.exports.has('db')) {
      throw wrong(first, 'SQL needs a database: name a prelude, or excuse it with skip="…"')
    }
    const code = chain.map(block => sqlAsCode(block.code)).join('\n')
    const text = `import { db } from '../../preludes/${prelude.name}.js'\n${code}\n`
    return { id: programId(first), fileName: blockFile, blocks: chain, prelude, text, files: [] }
  })
}

/** Whether a block is SQL that is run. */
export function isSql({ language, meta }: Block): boolean {
  return language === 'sql' && meta.output === undefined && !('file' in meta || 'peer' in meta)
}

/** A text of SQL as TypeScript that runs it, with as many lines. */
function sqlAsCode(sql: string): string {
  const text = sql.replace(/[\\`]|\$\{/g, '\\$&')
  return `;await ${runtime}.$sqlBlock(db, \`${text}\`)`
}
