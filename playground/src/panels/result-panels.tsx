import { useState } from 'preact/hooks'
import type { RunState } from '../run/run-state'
import { AstPanel } from './ast/ast-panel'
import { ConsolePanel } from './console/console-panel'
import { DdlPanel } from './ddl/ddl-panel'
import { DialectsPanel } from './dialects/dialects-panel'
import { FindingsPanel } from './findings/findings-panel'
import { IssuePanel } from './issue/issue-panel'
import type { IssueContext } from './issue/issue-text'
import { PlanPanel } from './plan/plan-panel'
import { RowsPanel } from './rows/rows-panel'
import { SchemaPanel } from './schema/schema-panel'
import { SqlPanel } from './sql/sql-panel'
import { type Tab, Tabs } from './tabs/tabs'
import './parts/panel.css'
import './result-panels.css'

export type PanelId =
  | 'rows'
  | 'console'
  | 'sql'
  | 'plan'
  | 'findings'
  | 'ast'
  | 'dialects'
  | 'ddl'
  | 'schema'
  | 'issue'

export interface ResultPanelsProps {
  readonly run: RunState
  /** The files and versions that an issue names; asked for when they are needed. */
  readonly issueContext?: () => IssueContext
  /** The panel in front at first. Default `rows`. */
  readonly initialPanel?: PanelId
}

const noContext = (): IssueContext => ({ files: [], versions: {} })

/** Everything that a run shows, in tabs. */
export function ResultPanels({ run, issueContext, initialPanel = 'rows' }: ResultPanelsProps) {
  const [active, setActive] = useState<PanelId>(initialPanel)
  const [chosen, setChosen] = useState<number | null>(null)
  const { statements, schema } = run
  const openStatement = (number: number) => {
    setChosen(number)
    setActive('sql')
  }
  const ofStatement = { statements, chosen, onChoose: setChosen }
  return (
    <div class="result-panels">
      <Tabs label="Result of the run" tabs={tabsOf(run)} active={active} onActivate={setActive}>
        {active === 'rows' && <RowsPanel run={run} />}
        {active === 'console' && <ConsolePanel run={run} />}
        {active === 'sql' && (
          <SqlPanel run={run} chosen={chosen} onChoose={setChosen} onShow={setActive} />
        )}
        {active === 'plan' && <PlanPanel {...ofStatement} />}
        {active === 'findings' && <FindingsPanel run={run} onOpenStatement={openStatement} />}
        {active === 'ast' && <AstPanel {...ofStatement} />}
        {active === 'dialects' && <DialectsPanel {...ofStatement} />}
        {active === 'ddl' && <DdlPanel schema={schema} />}
        {active === 'schema' && <SchemaPanel schema={schema} />}
        {active === 'issue' && <IssuePanel run={run} context={issueContext ?? noContext} />}
      </Tabs>
    </div>
  )
}

function tabsOf(run: RunState): readonly Tab<PanelId>[] {
  const failed = run.error !== null
  const warned = run.console.some(({ level }) => level === 'error' || level === 'warn')
  return [
    { id: 'rows', label: 'Rows', count: run.results.length > 1 ? run.results.length : 0 },
    {
      id: 'console',
      label: 'Console',
      count: run.console.length + (failed ? 1 : 0),
      ...(failed ? { alert: 'danger' } : warned ? { alert: 'warning' } : {})
    },
    { id: 'sql', label: 'SQL', count: run.statements.length },
    { id: 'plan', label: 'Plan' },
    { id: 'findings', label: 'Findings', count: run.findings.length, alert: 'warning' },
    { id: 'ast', label: 'AST' },
    { id: 'dialects', label: 'Dialects' },
    { id: 'ddl', label: 'DDL' },
    { id: 'schema', label: 'Schema' },
    { id: 'issue', label: 'Issue' }
  ]
}
