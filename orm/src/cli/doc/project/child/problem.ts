import path from 'node:path'
import type { Place, Problem } from '../messages.js'

/** An error of the user's files as it is shown: what, where in the project, and what to do. */
export function problemOf(error: unknown, root: string, loading?: string): Problem {
  if (!(error instanceof Error)) {
    const message = `Something was thrown that is no error: ${textOf(error)}`
    return { message, ...(loading === undefined ? {} : { place: { file: loading } }) }
  }
  const { message, place: named } = placedMessage(error.message, root)
  const stack = ownFrames(error, root)
  const place =
    named ?? placeOfFrame(stack[0] ?? '') ?? (loading === undefined ? undefined : { file: loading })
  const { code, hint } = error as { readonly code?: unknown; readonly hint?: unknown }
  const versa = error.name === 'VersaError'
  return {
    message: versa || error.name === 'Error' ? message : `${error.name}: ${message}`,
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    ...(place === undefined ? {} : { place }),
    ...(stack.length === 0 ? {} : { stack: stack.join('\n') })
  }
}

/** What cannot be parsed has its place in the message, and nowhere else. */
function placedMessage(text: string, root: string): { message: string; place?: Place } {
  const found = /^(?:ParseError: )?([\s\S]*?)\s*\n\s*(\S.*?):(\d+):(\d+)\s*$/.exec(text)
  if (found === null) return { message: relativeIn(text, root) }
  const [, message = '', file = '', line, column] = found
  if (!isOwn(file, root)) return { message: relativeIn(text, root) }
  const place = { file: relative(file, root), line: Number(line), column: Number(column) }
  return { message: `It cannot be read: ${message.trim()}`, place }
}

/** The frames of a stack that are in the project's own files, with paths relative to it. */
export function ownFrames(error: Error, root: string): string[] {
  return String(error.stack ?? '')
    .split('\n')
    .flatMap(frame => {
      const file = /(?:\(|at (?:async )?)(?:file:\/\/)?((?:[A-Za-z]:)?[^():]+):\d+:\d+\)?\s*$/.exec(
        frame
      )?.[1]
      return file !== undefined && isOwn(file, root) ? [relativeIn(frame.trim(), root)] : []
    })
}

/** The place that a frame names. */
export function placeOfFrame(frame: string): Place | undefined {
  const found = /(?:\(|at (?:async )?)([^():]+):(\d+):(\d+)\)?$/.exec(frame)
  if (found === null) return undefined
  const [, file = '', line, column] = found
  return { file, line: Number(line), column: Number(column) }
}

/** Whether a file is the user's own: in the project, and not of a package. */
export function isOwn(file: string, root: string): boolean {
  const name = relative(file, root)
  return !name.startsWith('..') && !path.isAbsolute(name) && !name.includes('node_modules/')
}

/** A path relative to the project, with slashes. */
export function relative(file: string, root: string): string {
  return path.relative(root, file).replaceAll('\\', '/')
}

function relativeIn(text: string, root: string): string {
  return text.replaceAll(`file://${root}/`, '').replaceAll(`${root}${path.sep}`, '')
}

function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'something that cannot be shown'
  }
}
