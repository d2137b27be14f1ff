import path from 'node:path'
import { type DatabaseName, databaseNames } from '../markdown/fence-meta.js'
import { PageError } from '../problem.js'
import { type Connections, connectionsOf, databaseOfUrl } from './connections.js'
import { anyDatabase } from './preludes.js'
import { blockFile, type Program } from './program.js'
import { importedModules, parse } from './syntax.js'

/** One run of a program: the databases that it finds there; none where it uses none. */
export type Run = readonly DatabaseName[]

/**
 * How often a program is run, and on what; never where its fence excuses it.
 *
 * It is run on each database that its fence or its page claims, by way of its set-up file. One that
 * opens a SQLite by its URL runs on that; one whose fence claims the servers that its URLs name
 * runs once, on databases of the run's.
 *
 * @throws {PageError} Where the fence claims what the code does not do.
 */
export function runsOf(program: Program): Run[] {
  const { prelude } = program
  const [block] = program.blocks
  if (block.meta.skip !== undefined || block.meta.errors !== undefined) return []
  const refuse = (message: string): never => {
    throw new PageError({ page: block.page, line: block.line - 1, message })
  }
  const texts = [program.text, ...importedTexts(program.text, program.files)]
  const connections = texts.map(connectionsIn)
  const urls = connections.flatMap(each => each.urls)
  const opened = databaseNames.filter(name => urls.some(url => databaseOfUrl(url) === name))
  const claimed = block.meta.db
  const ofPrelude = connectionsIn(prelude?.text ?? '')
  const anywhere = connections.some(({ others }) => others) || ofPrelude.urls.includes(anyDatabase)
  if (opened.length > 0 && claimed !== undefined && !anywhere) {
    if (claimed.join() === opened.join()) return [opened]
    refuse(`the fence claims ${claimed.join(', ')}, the code connects to ${opened.join(', ')}`)
  }
  if (opened.includes('sqlite') && claimed === undefined) return [['sqlite']]
  if (anywhere) return block.databases.map(name => [name])
  if (ofPrelude.urls.length > 0 || ofPrelude.others) {
    if (claimed !== undefined && claimed.join() !== 'sqlite') {
      refuse(`the prelude "${prelude?.name}" is SQLite's alone`)
    }
    return [['sqlite']]
  }
  return claimed === undefined ? [[]] : refuse('the block opens no database, so it claims none')
}

function connectionsIn(text: string): Connections {
  return connectionsOf(parse(blockFile, text))
}

/** The texts of the page's files that a module imports, and of those that they import. */
function importedTexts(text: string, files: readonly Program[]): string[] {
  const found = new Map<string, string>()
  const follow = (folder: string, module: string) => {
    for (const name of importedModules(parse(blockFile, module))) {
      if (!name.startsWith('.')) continue
      const target = path.posix.join(folder, name).replace(/\.js$/, '')
      const file = files.find(({ fileName }) => fileName.replace(/\.ts$/, '') === target)
      if (file === undefined || found.has(file.fileName)) continue
      found.set(file.fileName, file.text)
      follow(path.posix.dirname(file.fileName), file.text)
    }
  }
  follow('.', text)
  return [...found.values()]
}
