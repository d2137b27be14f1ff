// Which blocks run in the playground, and the files that they are there.
import type { Program } from '../../../docs-tests/src/blocks/program.js'
import type { Block } from '../../../docs-tests/src/markdown/fences.js'

/** A file of the playground. */
export interface PlayFile {
  readonly name: string
  readonly text: string
}

/** The file that the playground runs before all others. */
const setupName = 'setup.ts'
const queryName = 'query.ts'

/**
 * The files of a block in the playground: its set-up, the files of its page, and the program up to
 * its end.
 *
 * @returns Null where the block does not run there: it says so, is a file, fails on purpose, needs
 *   a server, or needs what only Node.js has.
 */
export function playFiles(program: Program, block: Block): readonly PlayFile[] | null {
  const [first] = program.blocks
  const { skip, errors, file } = first.meta
  if (skip !== undefined || errors !== undefined || file !== undefined) return null
  if (!first.play || !block.play || !first.databases.includes('sqlite')) return null
  const files: PlayFile[] = [
    ...(program.prelude === null ? [] : [{ name: setupName, text: program.prelude.text }]),
    ...program.files.map(({ fileName, blocks }) => ({
      name: fileName,
      text: `${blocks.map(({ code }) => code).join('\n')}\n`
    })),
    { name: queryName, text: queryText(program, block) }
  ]
  return files.every(isPlayable) ? files : null
}

function queryText(program: Program, block: Block): string {
  const chain = program.blocks.slice(0, program.blocks.indexOf(block) + 1)
  const code = `${chain.map(one => one.code).join('\n\n')}\n`
  const begin = setupImport(program)
  if (begin === '') return code
  return code.startsWith('import ') ? `${begin}\n${code}` : `${begin}\n\n${code}`
}

/** The first line of a program imports what it uses of the prelude. */
function setupImport(program: Program): string {
  if (program.prelude === null) return ''
  const [line = ''] = program.text.split('\n', 1)
  const names = /import \{ (.*) \} from/.exec(line)?.[1] ?? ''
  return names === '' ? "import './setup'" : `import { ${names} } from './setup'`
}

/** What the playground cannot be given: folders, and modules that it does not have. */
function isPlayable({ name, text }: PlayFile): boolean {
  if (name.includes('/')) return false
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)]
  return specifiers.every(
    ([, specifier = '']) =>
      specifier.startsWith('./') || /^versa-orm(?:\/browser)?$/.test(specifier)
  )
}
