// The page of a project: its models as `versa doc` finds them, loaded again when a file changes.
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../../app/icon'
import { theme, toggleTheme } from '../../app/theme'
import { DdlPanel } from '../../panels/ddl/ddl-panel'
import { SchemaPanel } from '../../panels/schema/schema-panel'
import { type Tab, Tabs } from '../../panels/tabs/tabs'
import { followProject } from '../follow'
import { Access } from '../project-controls'
import type { ProjectState } from '../state'
import { FilesPanel } from './files-panel'
import { NoModels } from './no-models'
import { ProblemsPanel } from './problems-panel'

type PanelId = 'models' | 'ddl' | 'problems' | 'files'

export function ProjectPage() {
  const [state, setState] = useState<ProjectState | null>(null)
  const [lost, setLost] = useState<string | null>(null)
  useEffect(
    () =>
      followProject({
        onState: next => {
          setLost(null)
          setState(next)
        },
        onLost: setLost
      }),
    []
  )
  return (
    <div class="page">
      <Header state={state} />
      <main class="pane project-main">
        <Status state={state} lost={lost} />
        {state !== null && <Panels state={state} />}
      </main>
    </div>
  )
}

function Header({ state }: { readonly state: ProjectState | null }) {
  const dark = theme.value === 'dark'
  return (
    <header class="header">
      <h1 class="brand">
        <img class="brand-mark" src="/playground/icon.svg" alt="" />
        <span class="brand-name">VersaORM</span>
        <span class="brand-page">Your project</span>
      </h1>
      <nav class="header-group" aria-label="Pages">
        <a class="button button-run" href="/playground/?project">
          Query your models
        </a>
        <a class="button" href="/">
          Documentation
        </a>
      </nav>
      <div class="header-group header-end">
        {state?.settings && <Database {...state} database={state.settings.database} />}
        <button
          type="button"
          class="icon-button"
          aria-label={dark ? 'Switch to light' : 'Switch to dark'}
          onClick={toggleTheme}
        >
          <Icon name={dark ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  )
}

interface DatabaseProps {
  readonly database: string | null
  readonly write: boolean
}

function Database({ database, write }: DatabaseProps) {
  return (
    <span class="project-database wide-only">
      <Icon name="database" />
      <span class="button-value" title={database ?? undefined}>
        {database ?? 'no database is named'}
      </span>
      <Access database={database} write={write} />
    </span>
  )
}

interface StatusProps {
  readonly state: ProjectState | null
  readonly lost: string | null
}

/** One line on how it stands, which screen readers read out. */
function Status({ state, lost }: StatusProps) {
  const kind = lost !== null ? 'failed' : state === null || state.loading ? 'running' : 'done'
  return (
    <div class={`outcome outcome-${kind}`}>
      {kind === 'running' && <span class="spinner" aria-hidden="true" />}
      <p class="outcome-text" role="status">
        {lost ?? statusText(state)}
      </p>
    </div>
  )
}

function statusText(state: ProjectState | null): string {
  if (state === null || (state.loading && state.version === 0)) return 'Your models are loaded …'
  const tables = state.schema?.tables.length ?? 0
  const models = `${tables} ${tables === 1 ? 'model' : 'models'}`
  const { length } = state.problems
  const problems = length === 0 ? '' : `, ${length} ${length === 1 ? 'problem' : 'problems'}`
  const again = state.loading ? '; files changed, they are loaded again …' : ''
  return `${models} in ${state.settings?.root ?? 'your project'}${problems}${again}`
}

function Panels({ state }: { readonly state: ProjectState }) {
  const { schema, problems } = state
  const [chosen, setChosen] = useState<PanelId | null>(null)
  const none = (schema?.tables.length ?? 0) === 0
  const active = chosen ?? (none && problems.length > 0 ? 'problems' : 'models')
  const tabs: Tab<PanelId>[] = [
    { id: 'models', label: 'Models', count: schema?.tables.length ?? 0 },
    { id: 'ddl', label: 'DDL' },
    { id: 'problems', label: 'Problems', count: problems.length, alert: 'danger' },
    { id: 'files', label: 'Files' }
  ]
  if (state.version === 0) return null
  return (
    <div class="result-panels">
      <Tabs label="Your project" tabs={tabs} active={active} onActivate={setChosen}>
        {active === 'models' && (none ? <NoModels {...state} /> : <SchemaPanel schema={schema} />)}
        {active === 'ddl' && (none ? <NoModels {...state} /> : <DdlPanel schema={schema} />)}
        {active === 'problems' && <ProblemsPanel problems={problems} printed={state.printed} />}
        {active === 'files' && <FilesPanel {...state} />}
      </Tabs>
    </div>
  )
}
