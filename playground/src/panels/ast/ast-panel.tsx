import type { StatementRecord } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { EmptyState } from '../parts/empty-state'
import { JsonTree } from '../parts/json-tree'
import { StatementPicker } from '../parts/statement-picker'
import { jsonText } from '../values/json-text'

interface AstPanelProps {
  readonly statements: readonly StatementRecord[]
  readonly chosen: number | null
  readonly onChoose: (number: number) => void
}

/** The query as the engine gets it: a tree of data. */
export function AstPanel({ statements, chosen, onChoose }: AstPanelProps) {
  const described = statements.filter(({ ast }) => ast !== null && ast !== undefined)
  const statement = described.find(({ number }) => number === chosen) ?? described.at(-1)
  if (statement === undefined) {
    return (
      <EmptyState title="There is no tree" example="await User.where('age', '>', 30).all()">
        A query of a model is described as a tree before it becomes SQL. Run one, and its tree is
        here. SQL of your own has none.
      </EmptyState>
    )
  }
  return (
    <div class="panel">
      <div class="panel-bar">
        <StatementPicker statements={described} chosen={statement} onChoose={onChoose} />
        <CopyButton label="Copy JSON" text={() => jsonText(statement.ast)} />
      </div>
      <div class="panel-body">
        <JsonTree key={statement.number} value={statement.ast} open={4} />
      </div>
    </div>
  )
}
