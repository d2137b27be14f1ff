// Errors as they are shown: with the place in the user's files instead of addresses of blobs.
import { messageOf } from '../../../../orm/src/recording/plain-copy'
import type { ErrorRecord } from '../../protocol'

/** The files that blobs are of, by their addresses. */
export type FilesByUrl = ReadonlyMap<string, string>

/**
 * An error of the user's code. Its places are those of the JavaScript; the page, which has the
 * source maps, makes those of the TypeScript of them.
 */
export function errorRecord(error: unknown, files: FilesByUrl): ErrorRecord {
  if (!(error instanceof Error)) {
    return { name: 'Thrown', message: `The code threw what is no error: ${messageOf(error)}` }
  }
  const { code, hint, sql } = error as { code?: unknown; hint?: unknown; sql?: unknown }
  const stack = userStack(error, files)
  const replaced = /read only property '(\w+)' of object '#<\w*GlobalScope>'/.exec(messageOf(error))
  const place = placeOf(stack)
  return {
    name: String(error.name),
    message: readable(messageOf(error), files),
    ...textual('code', code),
    ...textual('hint', replaced === null ? hint : keptHint(replaced[1] ?? '')),
    ...textual('sql', sql),
    ...(place === null ? {} : { place }),
    ...(stack === '' ? {} : { stack })
  }
}

function keptHint(name: string): string {
  return `The playground keeps ${name} as it is, since it runs beside your code and needs it.`
}

function textual<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return typeof value === 'string' ? ({ [key]: value } as { [P in K]: string }) : {}
}

/** Messages about imports name blobs, too. */
function readable(text: string, files: FilesByUrl): string {
  let result = text
  for (const [url, file] of files) result = result.replaceAll(url, `./${file}`)
  return result
}

/** The lines of a stack that are in the user's files. */
function userStack(error: Error, files: FilesByUrl): string {
  const frames = String(error.stack ?? '').split('\n')
  const own = frames.flatMap(frame => {
    const url = [...files.keys()].find(candidate => frame.includes(candidate))
    return url === undefined ? [] : [frame.replaceAll(url, files.get(url) ?? '').trim()]
  })
  return own.join('\n')
}

function placeOf(stack: string): NonNullable<ErrorRecord['place']> | null {
  const found = /([\w.-]+\.ts):(\d+):(\d+)/.exec(stack)
  if (found === null) return null
  const [, file = '', line, column] = found
  return { file, line: Number(line), column: Number(column) }
}
