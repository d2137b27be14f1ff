import { type Program, placeOf } from '../blocks/program.js'
import type { Problem } from '../problem.js'

/** What a compiler says about a line of a program. */
export interface Finding {
  /** The line of the program, from 1. */
  readonly line: number
  readonly code: number
  readonly text: string
}

/** Compares what a compiler says about programs with what their fences say that it must. */
export function judgeTypes(
  programs: readonly Program[],
  findings: ReadonlyMap<Program, readonly Finding[]>
): Problem[] {
  return programs.flatMap(program => {
    const found = findings.get(program) ?? []
    const [{ page, line, meta }] = program.blocks
    if (meta.errors === undefined) {
      return found.map(({ line: at, code, text }) => ({
        ...placeOf(program, at),
        message: `TS${code}: ${text}`
      }))
    }
    const codes = sorted(found.map(({ code }) => code))
    const expected = sorted(meta.errors)
    if (codes.join() === expected.join()) return []
    const wanted = `expected the errors ${expected.join(', ')} of TypeScript`
    const message = `${wanted}\n  actual ${said(found)}`
    return [{ page, line: line - 1, message }]
  })
}

/** What a compiler prints about a program, as a page can show it. */
export function errorsText(findings: readonly Finding[]): string {
  return findings.map(({ code, text }) => `TS${code}: ${text}`).join('\n')
}

function sorted(codes: readonly number[]): number[] {
  return [...new Set(codes)].sort((one, other) => one - other)
}

function said(found: readonly Finding[]): string {
  return found.length === 0 ? 'none' : found.map(({ code, text }) => `${code} (${text})`).join(', ')
}
