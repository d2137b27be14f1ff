import { readFileSync } from 'node:fs'
import { initSync, SqliteEngine } from '../../../engine/wasm/pkg/versa.js'
import type { Query } from '../../../orm/src/ast/generated/ast.js'
import { loadNativeEngine } from '../../../orm/src/engine/native.js'

/** An engine that compiles a query as the ORM has it do: the AST in, the plan out. */
export interface Compiler {
  /** Compiles a query for SQLite, and forgets its plan. */
  compile(query: Query): void
  close(): Promise<void> | void
}

/** The native engine. */
export async function nativeCompiler(): Promise<Compiler> {
  const database = await loadNativeEngine().open('sqlite::memory:', {})
  return {
    compile: query => database.release(database.prepare(query)),
    close: () => database.close()
  }
}

/** The engine for browsers, in Node.js: both have the same V8. */
export function wasmCompiler(): Compiler {
  initSync({
    module: readFileSync(new URL('../../../engine/wasm/pkg/versa.wasm', import.meta.url))
  })
  const engine = new SqliteEngine()
  return {
    compile: query => engine.release(JSON.parse(engine.prepare(JSON.stringify(query))).id),
    close: () => engine.free()
  }
}
