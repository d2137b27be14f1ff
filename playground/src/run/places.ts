// Places in the JavaScript that ran as places in the TypeScript that was typed.
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Insertion } from '../asserted/show-asserted'
import type { ErrorRecord, RunEvent } from '../protocol'

/** A file's source map, and what was put into its lines before TypeScript made it. */
interface FileMap {
  readonly map: TraceMap
  readonly insertions: readonly Insertion[]
}

/** The source maps of a run's files, by the names of the files. */
export type SourceMaps = ReadonlyMap<string, FileMap>

/** A file as it was emitted. */
export interface MappedFile {
  readonly name: string
  readonly map: string
  readonly insertions: readonly Insertion[]
}

/** Reads the maps that TypeScript made. */
export function readMaps(files: readonly MappedFile[]): SourceMaps {
  return new Map(
    files.map(({ name, map, insertions }) => [name, { map: new TraceMap(map), insertions }])
  )
}

/** An event with the places that the user knows. */
export function placed(event: RunEvent, maps: SourceMaps): RunEvent {
  if (event.kind === 'failed') return { ...event, error: placedError(event.error, maps) }
  if (event.kind === 'statement' && event.statement.error !== undefined) {
    const error = placedError(event.statement.error, maps)
    return { ...event, statement: { ...event.statement, error } }
  }
  return event
}

function placedError(error: ErrorRecord, maps: SourceMaps): ErrorRecord {
  const { place, stack } = error
  return {
    ...error,
    ...(place === undefined ? {} : { place: { ...place, ...original(maps, place) } }),
    ...(stack === undefined ? {} : { stack: placedStack(stack, maps) })
  }
}

function placedStack(stack: string, maps: SourceMaps): string {
  return stack.replace(/([\w.-]+\.ts):(\d+):(\d+)/g, (_all, file: string, line, column) => {
    const at = original(maps, { file, line: Number(line), column: Number(column) })
    return `${file}:${at.line}:${at.column}`
  })
}

/** Columns are from 1 in what is shown, and from 0 in source maps. */
function original(
  maps: SourceMaps,
  place: { readonly file: string; readonly line: number; readonly column: number }
): { readonly line: number; readonly column: number } {
  const file = maps.get(place.file)
  if (file === undefined) return place
  const found = originalPositionFor(file.map, { line: place.line, column: place.column - 1 })
  if (found.line === null) return place
  return { line: found.line, column: typed(found.line, found.column + 1, file.insertions) }
}

/** A column of a line as the user typed it. */
function typed(line: number, column: number, insertions: readonly Insertion[]): number {
  const before = insertions.filter(inserted => inserted.line === line)
  let left = column
  for (const { column: at, length } of before.sort((one, other) => one.column - other.column)) {
    if (left < at) break
    left = Math.max(at, left - length)
  }
  return left
}
