import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Deleted } from '../messages'
import { Editor } from './editor'
import { List } from './list'
import type { Notebook } from './notebook'

export function App({ notebook }: { notebook: Notebook }) {
  const opened = notebook.opened.value
  return (
    <>
      <Header notebook={notebook} />
      <Place notebook={notebook} />
      <Outcome notebook={notebook} />
      <main data-open={opened !== null}>
        {notebook.writable && <List notebook={notebook} />}
        {opened !== null && <Editor notebook={notebook} note={opened} />}
      </main>
    </>
  )
}

function Header({ notebook }: { notebook: Notebook }) {
  const file = useRef<HTMLInputElement>(null)
  const disabled = !notebook.writable
  return (
    <header>
      <h1>Notes</h1>
      <button type="button" disabled={disabled} onClick={() => notebook.create()}>
        New note
      </button>
      <button type="button" disabled={disabled} onClick={() => notebook.exportFile()}>
        Export
      </button>
      <button type="button" disabled={disabled} onClick={() => file.current?.click()}>
        Import
      </button>
      <input
        ref={file}
        type="file"
        hidden
        onChange={async ({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? []
          if (chosen !== undefined) await notebook.importFile(chosen)
          // The same file can be chosen again.
          currentTarget.value = ''
        }}
      />
    </header>
  )
}

/** Says where the notes are, unless all is as one expects. */
function Place({ notebook }: { notebook: Notebook }) {
  const state = notebook.state.value
  if (state.kind === 'kept') return null
  return (
    <div class="notice" role="status">
      {state.kind === 'opening' && 'Opening the notes…'}
      {state.kind === 'memory' &&
        `${state.why} What you write is in memory until this tab is closed: export it to keep it.`}
      {state.kind === 'elsewhere' && (
        <>
          The notes are open in another tab. They open here when it is closed.{' '}
          <button type="button" onClick={() => notebook.takeOver()}>
            Use them here
          </button>
        </>
      )}
    </div>
  )
}

/** Says what was done, and what could not be done. */
function Outcome({ notebook }: { notebook: Notebook }) {
  const deleted = notebook.deleted.value
  return (
    <>
      <div role="alert">{notebook.problem}</div>
      <div role="status">{notebook.said}</div>
      {deleted !== null && <Undo notebook={notebook} note={deleted} />}
    </>
  )
}

function Undo({ notebook, note }: { notebook: Notebook; note: Deleted }) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => button.current?.focus(), [note])
  return (
    <div class="notice" role="status">
      Deleted “{note.title || 'Untitled'}”.{' '}
      <button ref={button} type="button" onClick={() => notebook.bringBack(note)}>
        Undo
      </button>
    </div>
  )
}
