// Bundled on its own: the sandbox gets it as text where a run needs full-text search.
import sqlite3InitModule from '@sqlite.org/sqlite-wasm'

Object.defineProperty(globalThis, 'versa sqlite3InitModule', { value: sqlite3InitModule })
