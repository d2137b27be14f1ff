import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Notebook, Opened, Typed } from './notebook'

/** The note that is open. Whatever is typed is saved. */
export function Editor({ notebook, note }: { notebook: Notebook; note: Opened }) {
  const { title, body, pinned, tags } = note.typed.value
  const readOnly = !notebook.writable
  const first = useRef<HTMLInputElement>(null)
  // At once: later it would take the focus from whoever already types.
  useLayoutEffect(() => first.current?.focus(), [note])
  const takes = (name: keyof Typed) => (event: { currentTarget: { value: string } }) =>
    notebook.type(note, { [name]: event.currentTarget.value })
  return (
    <section class="editor" aria-label="Note">
      <div class="actions">
        <button type="button" class="back" onClick={() => notebook.close()}>
          Back to the list
        </button>
        <button
          type="button"
          aria-pressed={pinned}
          disabled={readOnly}
          onClick={() => notebook.type(note, { pinned: !pinned })}
        >
          Pin
        </button>
        <button type="button" disabled={readOnly} onClick={() => notebook.remove(note)}>
          Delete
        </button>
        <Saved notebook={notebook} />
      </div>
      <label>
        Title
        <input ref={first} value={title} readOnly={readOnly} onInput={takes('title')} />
      </label>
      <label>
        Tags, separated by commas
        <input value={tags} readOnly={readOnly} onInput={takes('tags')} />
      </label>
      <label class="text">
        Text
        <textarea value={body} readOnly={readOnly} onInput={takes('body')} />
      </label>
    </section>
  )
}

function Saved({ notebook: { saver, state } }: { notebook: Notebook }) {
  if (saver.failure.value !== null) {
    return (
      <span role="alert">
        Not saved: {saver.failure}{' '}
        <button type="button" onClick={() => saver.retry()}>
          Try again
        </button>
      </span>
    )
  }
  if (saver.unsaved.value) return <span class="saved">Saving…</span>
  return <span class="saved">{state.value.kind === 'memory' ? 'In memory' : 'Saved'}</span>
}
