import type { PlanStep, StatementRecord } from '../../protocol'
import { EmptyState } from '../parts/empty-state'
import { SqlBlock } from '../parts/sql-text'
import { StatementPicker } from '../parts/statement-picker'
import { hurts } from './hurts'
import './plan.css'

interface PlanPanelProps {
  readonly statements: readonly StatementRecord[]
  readonly chosen: number | null
  readonly onChoose: (number: number) => void
}

/** How the database finds the rows of a statement. */
export function PlanPanel({ statements, chosen, onChoose }: PlanPanelProps) {
  const planned = statements.filter(({ plan }) => plan !== null && plan.steps.length > 0)
  const statement =
    planned.find(({ number }) => number === chosen) ?? planned.find(hurts) ?? planned.at(-1)
  if (statement === undefined || statement.plan === null) {
    return (
      <EmptyState title="There is no query plan" example="await User.where('name', 'Ada').all()">
        Run a query that reads. Each step of the database is here in plain words, and the scan that
        makes it slow is marked.
      </EmptyState>
    )
  }
  return (
    <div class="panel">
      <div class="panel-bar">
        <StatementPicker statements={planned} chosen={statement} onChoose={onChoose} />
      </div>
      <div class="panel-body">
        <SqlBlock sql={statement.sql} dialect="SQLite" parameters={statement.parameters} />
        <Steps steps={statement.plan.steps} />
      </div>
    </div>
  )
}

const kinds = {
  search: { mark: '⌕', label: 'Index' },
  scan: { mark: '≡', label: 'Scan' },
  sort: { mark: '⇅', label: 'Sort' },
  subquery: { mark: '⊂', label: 'Subquery' },
  union: { mark: '∪', label: 'Union' },
  other: { mark: '•', label: 'Step' }
} as const

function Steps({ steps }: { readonly steps: readonly PlanStep[] }) {
  return (
    <ul class="plan-steps">
      {steps.map((step, index) => (
        <li key={index}>
          <Step step={step} />
          {step.children.length > 0 && <Steps steps={step.children} />}
        </li>
      ))}
    </ul>
  )
}

function Step({ step }: { readonly step: PlanStep }) {
  const { mark, label } = kinds[step.kind]
  return (
    <div class={`plan-step${step.hurts === undefined ? '' : ' plan-hurts'}`}>
      <p class="plan-head">
        <span class={`plan-kind plan-${step.kind}`}>
          <span aria-hidden="true">{mark}</span> {label}
        </span>
        <code>{step.detail}</code>
        {step.hurts !== undefined && <span class="badge badge-danger">▲ slow</span>}
      </p>
      <p class="plan-explanation">{step.explanation}</p>
      {step.hurts !== undefined && <p class="plan-help">{step.hurts}</p>}
    </div>
  )
}
