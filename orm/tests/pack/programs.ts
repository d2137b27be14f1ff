const body = programOn("await connect('sqlite::memory:')")

/** The program on a database that an expression connects. */
function programOn(database: string): string {
  return `
class User extends Model.table('users', { id: t.id(), name: t.text() }) {}

async function main() {
  const db = ${database}
  await db.schema.create([User])
  await User.create({ name: 'Ada' })
  const users = await User.where('name', '=', 'Ada').all()
  console.log(users.map(user => \`\${user.id} \${user.name} \${user instanceof User}\`).join())
  await db.close()
}
`
}

const names = '{ connect, Model, t, VersaError }'

/** A JavaScript program that imports. */
export const esm = `import ${names} from 'versa-orm'\n${body}\nawait main()\n`

/** A JavaScript program that requires. */
export const commonJs = `const ${names} = require('versa-orm')\n${body}\nmain()\n`

/** Without the native engine: SQLite as WebAssembly, in a package of its own. */
export const onSqlJs = `import ${names} from 'versa-orm'
${programOn("await connect('sqljs::memory:')")}
await main()
`

/** In a page: the page says what a program prints. */
export const inPage = `
import { connect, Model, sqlJs, t } from 'versa-orm'
import initSqlJs from 'sql.js'
const console = { log: text => { document.body.textContent = text } }
const wasm = await (await fetch('sql-wasm-browser.wasm')).arrayBuffer()
const executor = sqlJs({ wasm: new Uint8Array(wasm), load: initSqlJs })
${programOn("await connect('sqljs::memory:', { executor })")}
await main()
`

/** A program that does both: there must be one implementation. */
export const both = `
import { createRequire } from 'node:module'
import * as imported from 'versa-orm'
const required = createRequire(import.meta.url)('versa-orm')
const names = Object.keys(required).sort()
const same = names.every(name => imported[name] === required[name])
const missing = names.filter(name => !(name in imported))
console.log(names.length > 0, same, missing.length)
`

const misuse = `
export async function misuse(): Promise<void> {
  // @ts-expect-error There is no such column.
  await User.where('nope', '=', 1).all()
  // @ts-expect-error The name is missing.
  await User.create({})
  const user = await User.where('id', '=', 1).first()
  const name: string | undefined = user?.name
  // @ts-expect-error A name is no number.
  const number: number | undefined = user?.name
  void [name, number, VersaError]
}
`

/** A TypeScript module, and one that becomes CommonJS. */
export const typedEsm = `import ${names} from 'versa-orm'\n${body}${misuse}\nawait main()\n`
/** @see typedEsm */
export const typedCommonJs = `import ${names} from 'versa-orm'\n${body}${misuse}\nvoid main()\n`

/** The strictest settings that a project may have. */
export const tsconfig = JSON.stringify({
  compilerOptions: {
    target: 'ES2022',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: false
  },
  include: ['*.mts', '*.cts']
})
