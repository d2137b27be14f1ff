/** sql.js throws SQLite's message without its code: these are the codes that the messages have. */
const codes: readonly (readonly [RegExp, number])[] = [
  [/^UNIQUE constraint failed/, 2067],
  [/^FOREIGN KEY constraint failed/, 787],
  [/^NOT NULL constraint failed/, 1299],
  [/^CHECK constraint failed/, 275],
  [/constraint failed|^cannot store /, 19],
  [/^attempt to write a readonly database/, 8],
  [/^database (?:table )?is locked/, 5],
  [/^file is not a database/, 26],
  [/^database disk image is malformed/, 11],
  [/^database or disk is full/, 13],
  [/^out of memory/, 7],
  [/^(?:string or blob|statement) too (?:big|long)/, 18],
  [/^datatype mismatch/, 20],
  [/^interrupted/, 9],
  [/^(?:not authorized|access permission denied)/, 23]
]

/** The result code of a message; that of errors in general where it is none of those. */
export function codeOf(message: string): number {
  return codes.find(([pattern]) => pattern.test(message))?.[1] ?? 1
}
