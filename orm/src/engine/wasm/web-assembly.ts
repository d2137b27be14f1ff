/** What is used of WebAssembly: neither Node.js's types nor this package's say what it is. */
interface WebAssemblyApi {
  compile(bytes: ArrayBuffer): Promise<object>
  readonly Instance: new (module: object, imports: object) => WasmInstance
  readonly Memory: new (...none: never[]) => WasmMemory
  readonly Table: new (...none: never[]) => WasmTable
  readonly RuntimeError: new (message?: string) => Error
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

export interface WasmTable {
  readonly length: number
  get(place: number): ((...args: number[]) => number) | null
  set(place: number, work: ((...args: number[]) => number) | null): void
}

/** Undefined where there is none. */
export const webAssembly = (globalThis as { WebAssembly?: unknown }).WebAssembly as WebAssemblyApi
