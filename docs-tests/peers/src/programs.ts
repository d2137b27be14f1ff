import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Program } from '../../src/blocks/program.js'
import { exportedNames, identifiers, parse, topLevelNames } from '../../src/blocks/syntax.js'
import type { Block } from '../../src/markdown/fences.js'
import { type Peer, peerFolder } from './peer.js'

/** Where preludes of ours connect to, unless told otherwise. */
const inMemory = "connect('sqlite::memory:'"

/**
 * A block of another library as a program.
 *
 * @param peer The library.
 * @param block The block.
 * @param url The database it runs on; without one the program is for the compiler only.
 * @param models What `./models.js` is, for a block that uses both libraries.
 */
export function theirProgram(peer: Peer, block: Block, url?: string, models?: Program): Program {
  const id = `${peer.name}-${block.line}`
  const home = `../../peers/${peer.name}/theirs.js`
  const exports = exportedNames(parse('theirs.ts', theirPrelude(peer)))
  const file = parse('block.ts', block.code)
  const own = topLevelNames(file)
  const used = [...identifiers(file)].filter(name => exports.has(name) && !own.has(name))
  const prelude =
    url === undefined ? null : { name: id, text: preludeText(peer, url), exports: new Set(['db']) }
  const first = prelude === null ? `import '${home}';` : `import '../../preludes/${id}.js';`
  return {
    id,
    fileName: 'block.ts',
    blocks: [block],
    prelude,
    text: `${first} import { ${used.join(', ')} } from '${home}';\n${block.code}\n`,
    files: [...peer.beside.map(name => besideFile(peer, block, name)), ...(models ? [models] : [])]
  }
}

/** A program of ours that runs on a database of the other library instead of SQLite. */
export function ourProgram(peer: Peer, program: Program, url: string): Program {
  const id = `${peer.name}-versa-${program.blocks[0].line}`
  const { prelude } = program
  if (prelude === null) return { ...program, id }
  const places = prelude.text.split(inMemory).length - 1
  if (places !== 1) throw new Error(`preludes/${prelude.name}.ts connects ${places} times`)
  return {
    ...program,
    id,
    prelude: {
      ...prelude,
      name: id,
      text: withUrl(url, prelude.text.replace(inMemory, `connect('${url}'`))
    },
    text: program.text.replaceAll(
      `'../../preludes/${prelude.name}.js'`,
      `'../../preludes/${id}.js'`
    )
  }
}

/** The set-up of another library's examples. */
export function theirPrelude(peer: Peer): string {
  return readFileSync(path.join(peerFolder(peer.name), 'theirs.ts'), 'utf8')
}

/** Sets the URL before anything that reads it is imported. */
function preludeText(peer: Peer, url: string): string {
  return withUrl(url, `export const { db } = await import('../peers/${peer.name}/theirs.js')\n`)
}

function withUrl(url: string, text: string): string {
  return `process.env['DATABASE_URL'] = '${url}';${text}`
}

/** A file beside a block that is one of the peer's folder. */
function besideFile(peer: Peer, block: Block, name: string): Program {
  const up = '../'.repeat(name.split('/').length + 1)
  const module = `${up}peers/${peer.name}/${name.replace(/\.ts$/, '.js')}`
  const file = path.join(peerFolder(peer.name), name)
  if (!existsSync(file)) throw new Error(`peers/${peer.name}/${name} does not exist`)
  const text = `export * from '${module}'\n`
  return { id: name, fileName: name, blocks: [block], prelude: null, text, files: [] }
}
