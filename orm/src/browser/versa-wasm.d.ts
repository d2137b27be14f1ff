// The module that `npm run build:wasm` makes: `engine/wasm/pkg/versa.js`.
declare module 'versa-wasm' {
  import type { WasmModule } from '../engine/wasm/module.js'

  export const compile: WasmModule['compile']
  export const ddl: WasmModule['ddl']
  export const explain: WasmModule['explain']
  export const findings: WasmModule['findings']
  export const failureOf: WasmModule['failureOf']
  export const compareDecimals: WasmModule['compareDecimals']
  export const addDecimals: WasmModule['addDecimals']
  export const sumDecimals: WasmModule['sumDecimals']
  export const SqliteEngine: WasmModule['SqliteEngine']
  export default function init(options: { module_or_path: object }): Promise<unknown>
}
