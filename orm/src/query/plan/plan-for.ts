import type { Decoding } from '../../engine/engine.js'
import { firstValue, keyedRows, knownColumns, namedColumns } from '../../hydrate/decodings.js'
import type { RowClass } from '../../hydrate/row-class.js'
import type { RowColumn } from '../../rows/row-decoder.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { Returning } from '../shape/steps.js'
import { buildStatement, withoutScopes } from '../statement/statement.js'
import type { CachedPlan } from './cached-plan.js'
import type { Executor } from './executor.js'

/**
 * The plan of a shape: found, or made of the AST that the shape's steps say. `Row` is what the last
 * step of the shape gives.
 */
export function planFor<Row>(
  executor: Pick<Executor, 'plans'>,
  source: Source,
  node: ShapeNode
): CachedPlan<Row> {
  const { plans } = executor
  const cached =
    plans.find(node) ??
    plans.add(source, node, buildStatement(source, node), decodingOf(source, node))
  // The decoding was chosen by the last step, from which the caller knows the rows too.
  return cached as unknown as CachedPlan<Row>
}

/** A decoding of whatever rows: the type that all of them have. */
type AnyDecoding = Decoding<never>

function decodingOf(source: Source, node: ShapeNode): AnyDecoding {
  const terminal = withoutScopes(node).step
  switch (terminal?.kind) {
    case 'models': {
      const rows = rowClassOf(source)
      return rows === undefined ? namedColumns() : modelsDecoding(rows, extrasOf(node))
    }
    case 'rows':
      return rowsDecoding(source, node)
    case 'keyed': {
      const rows = terminal.as === 'models' ? rowClassOf(source) : undefined
      const selected = selectedOf(node)
      const extras = selected === undefined ? extrasOf(node) : []
      const keys = terminal.keys.map(part => ({
        property: 'key',
        type: 'textOf' in part ? ('text' as const) : (part.type ?? null)
      }))
      const own = rows?.columns ?? selected ?? plainColumns(source)
      const columns = [...own, ...extras, ...keys]
      const form = { construct: rows?.construct, extras: extras.length, keys: keys.length }
      return keyedRows(columns, form)
    }
    case 'count':
    case 'exists':
      return firstValue('int')
    case 'aggregate':
      return firstValue(terminal.value.type ?? null)
    case 'insertRow':
    case 'insertRows':
      return returningDecoding(source, terminal.returning)
    default:
      return namedColumns()
  }
}

function rowClassOf(source: Source): RowClass | undefined {
  return source.model?.rowClass
}

function modelsDecoding(rows: RowClass, extras: readonly RowColumn[]): AnyDecoding {
  const { columns, construct } = rows
  return knownColumns([...columns, ...extras], { construct, extras: extras.length })
}

/** What rows get besides their own columns. */
function extrasOf(node: ShapeNode): RowColumn[] {
  return node.steps().flatMap(step => {
    if (step.kind !== 'extra') return []
    const { property, type, within } = step.column
    return [{ property, type: type ?? null, ...(within === undefined ? {} : { within }) }]
  })
}

function plainColumns(source: Source): RowColumn[] {
  return source.columns.map(({ property, type }) => ({ property, type: type ?? null }))
}

function rowsDecoding(source: Source, node: ShapeNode): AnyDecoding {
  const selected = selectedOf(node)
  if (selected === undefined) {
    if (source.definition === undefined && source.derived === undefined) return namedColumns()
    const extras = extrasOf(node)
    return knownColumns([...plainColumns(source), ...extras], { extras: extras.length })
  }
  return selectedColumns(selected)
}

/** What the user selected; undefined: nothing in particular. */
function selectedOf(node: ShapeNode): RowColumn[] | undefined {
  const select = node.steps().find(step => step.kind === 'select')
  return select?.columns.map(({ property, type }) => ({ property, type: type ?? null }))
}

/** Columns whose properties are known, while some of their types only the database knows. */
function selectedColumns(columns: readonly RowColumn[]): AnyDecoding {
  if (columns.every(({ type }) => type !== null)) return knownColumns(columns)
  const named = namedColumns()
  return {
    decoder: results =>
      named.decoder(
        results.map((result, at) => ({
          name: columns[at]?.property ?? result.name,
          type: columns[at]?.type ?? result.type
        }))
      )
  }
}

function returningDecoding(source: Source, returning: Returning): AnyDecoding {
  if (returning === 'nothing') return namedColumns()
  if (returning === 'model') {
    const rows = rowClassOf(source)
    return rows === undefined ? namedColumns() : modelsDecoding(rows, [])
  }
  return selectedColumns(returning.map(({ property, type }) => ({ property, type: type ?? null })))
}
