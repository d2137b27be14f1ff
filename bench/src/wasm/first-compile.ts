// A process of its own: nothing of the module is compiled or warm. Prints the milliseconds that
// loading and the first query take, as JSON.
import { wasmCompiler } from './engines.js'
import { queries } from './queries.js'

const [query] = Object.values(queries)
if (query === undefined) throw new Error('there are no queries')
const begin = performance.now()
const compiler = wasmCompiler()
const loaded = performance.now()
compiler.compile(query)
const compiled = performance.now()
await compiler.close()
console.log(JSON.stringify({ load: loaded - begin, first: compiled - loaded }))
