import type { ExpectedSql, PlacedAssertion } from '../assertions/assertions.js'
import { type Program, placeOf } from '../blocks/program.js'
import type { Page } from '../repository.js'
import type { RunResult } from '../run/run.js'
import type { Met } from '../runtime/runtime.js'
import { sqlEdit, valueEdit } from './comments.js'
import type { Change } from './outputs.js'

/** What is to be done with the assertions of a program, after all its runs. */
export function assertionChanges(
  page: Page,
  program: Program,
  results: readonly RunResult[]
): Change[] {
  const placed = results[0]?.placed ?? []
  return placed.map((assertion, number) => {
    const met = results.map(result => result.met.filter(each => each.number === number))
    const all = met.flat()
    if (all.every(({ failure }) => failure === undefined)) return undefined
    const refuse = (message: string): Change => ({
      problem: { ...placeOf(program, assertion.line), message }
    })
    switch (assertion.kind) {
      case 'value':
        return valueChange(page, program, assertion, all, refuse)
      case 'sql':
        return sqlChange(page, program, assertion, results, met, refuse)
      default:
        // Whether something throws is what a page says, and never what it happens to do.
        return refuse(all.find(({ failure }) => failure !== undefined)?.failure ?? '')
    }
  })
}

type Refuse = (message: string) => Change

function valueChange(
  page: Page,
  program: Program,
  assertion: PlacedAssertion,
  met: readonly Met[],
  refuse: Refuse
): Change {
  const values = new Set(met.map(({ value }) => value?.line))
  const value = met[0]?.value
  if (values.size > 1) {
    const all = met.map(({ failure }) => failure ?? 'as expected').join('\n')
    return refuse(`the value is another one each time, or on each database\n${all}`)
  }
  if (value === undefined) {
    return refuse(`no literal is equal to this value\n${met[0]?.failure ?? ''}`)
  }
  return { edit: valueEdit(page, program, assertion, value) }
}

function sqlChange(
  page: Page,
  program: Program,
  assertion: PlacedAssertion,
  results: readonly RunResult[],
  met: readonly (readonly Met[])[],
  refuse: Refuse
): Change {
  const seen = met.map(each => new Set(each.map(({ sql }) => JSON.stringify(sql ?? null))))
  if (seen.some(each => each.size !== 1)) return refuse('the statements are others each time')
  const lists = met.map(([first]) => first?.sql ?? [])
  if (lists.some(list => list.length === 0)) return refuse('no statement was executed here')
  const alike = new Set(lists.map(list => list.join('\n'))).size === 1
  const statements = lists.flatMap((list, index): ExpectedSql[] => {
    if (alike) return index > 0 ? [] : list.map(sql => ({ on: undefined, sql }))
    const [on] = results[index]?.run ?? []
    return list.map(sql => ({ on, sql }))
  })
  return { edit: sqlEdit(page, program, assertion, statements) }
}
