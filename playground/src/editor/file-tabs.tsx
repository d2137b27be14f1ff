// The files as tabs: arrows move between them, F2 renames, Delete removes.
import { useState } from 'preact/hooks'
import { Icon } from '../app/icon'
import { notify } from '../app/notices'
import { workspace } from '../workspace/current'
import {
  addFile,
  addProblem,
  nameProblem,
  openFile,
  queryFile,
  removeFile,
  renameFile
} from '../workspace/workspace'
import { problemCounts } from './problem-counts'

export function FileTabs() {
  const { files, active } = workspace.value
  const [editing, setEditing] = useState<string | null>(null)
  return (
    <div class="file-tabs">
      <div class="file-tab-list" role="tablist" aria-label="Files">
        {files.map(({ name }) =>
          editing === name ? (
            <NameField key={name} name={name} done={() => setEditing(null)} />
          ) : (
            <Tab key={name} name={name} active={name === active} rename={() => setEditing(name)} />
          )
        )}
      </div>
      {editing === '' && <NameField name="" done={() => setEditing(null)} />}
      <button
        type="button"
        class="icon-button"
        aria-label="New file"
        title="New file"
        onClick={() => {
          const problem = addProblem(workspace.peek())
          if (problem === null) setEditing('')
          else notify('warning', problem)
        }}
      >
        <Icon name="add" />
      </button>
      {active !== queryFile && (
        <button
          type="button"
          class="icon-button"
          aria-label={`Delete ${active}`}
          title={`Delete ${active}`}
          onClick={() => remove(active)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}

interface TabProps {
  readonly name: string
  readonly active: boolean
  rename(): void
}

function Tab({ name, active, rename }: TabProps) {
  const errors = problemCounts.value.get(name) ?? 0
  return (
    <button
      type="button"
      role="tab"
      class="file-tab"
      data-file={name}
      aria-selected={active}
      aria-controls="file-panel"
      tabIndex={active ? 0 : -1}
      onClick={() => open(name)}
      onDblClick={() => name !== queryFile && rename()}
      onKeyDown={event => {
        if (event.key === 'F2' && name !== queryFile) rename()
        else if (event.key === 'Delete' && name !== queryFile) remove(name)
        else moveFrom(event, name)
      }}
    >
      {name}
      {errors > 0 && (
        <span class="file-tab-count">
          {errors}
          <span class="visually-hidden"> problems</span>
        </span>
      )}
    </button>
  )
}

function open(name: string): void {
  workspace.value = openFile(workspace.peek(), name)
}

function remove(name: string): void {
  const before = workspace.peek()
  workspace.value = removeFile(before, name)
  notify('success', `${name} is deleted.`)
}

function moveFrom(event: KeyboardEvent, name: string): void {
  const names = workspace.peek().files.map(file => file.name)
  const at = names.indexOf(name)
  const target: Record<string, number> = {
    ArrowRight: (at + 1) % names.length,
    ArrowLeft: (at - 1 + names.length) % names.length,
    Home: 0,
    End: names.length - 1
  }
  const next = names[target[event.key] ?? -1]
  if (next === undefined) return
  event.preventDefault()
  open(next)
  document.querySelector<HTMLElement>(`[data-file="${CSS.escape(next)}"]`)?.focus()
}

/** The field for a new name; of a new file where there is none yet. */
function NameField({ name, done }: { readonly name: string; readonly done: () => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const accept = (text: string): void => {
    const wanted = text.trim()
    if (wanted === name) {
      done()
      return
    }
    const full = wanted.includes('.') ? wanted : `${wanted}.ts`
    const wrong = nameProblem(workspace.peek(), full)
    setProblem(wrong)
    if (wrong !== null) return
    const current = workspace.peek()
    workspace.value = name === '' ? addFile(current, full) : renameFile(current, name, full)
    done()
  }
  return (
    <span class="file-tab-field">
      <input
        aria-label={name === '' ? 'Name of the new file' : `New name of ${name}`}
        aria-invalid={problem !== null}
        defaultValue={name}
        placeholder="name.ts"
        ref={input => input?.focus()}
        onKeyDown={event => {
          if (event.key === 'Enter') accept(event.currentTarget.value)
          if (event.key === 'Escape') done()
        }}
        onBlur={done}
      />
      {problem !== null && (
        <span class="file-tab-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  )
}
