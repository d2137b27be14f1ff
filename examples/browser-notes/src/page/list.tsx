import type { Listed } from '../messages'
import type { Notebook } from './notebook'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** Search, tags, and the notes that were found. */
export function List({ notebook }: { notebook: Notebook }) {
  const { notes, total, tags } = notebook.found.value
  return (
    <section class="list" aria-label="All notes">
      <search>
        <input
          type="search"
          aria-label="Search notes"
          placeholder="Search"
          value={notebook.text}
          onInput={event => {
            notebook.text.value = event.currentTarget.value
          }}
        />
        <select
          aria-label="Tag"
          value={notebook.tag.value}
          onChange={event => {
            notebook.tag.value = event.currentTarget.value
          }}
        >
          <option value="">All tags</option>
          {tags.map(({ name, notes }) => (
            <option key={name} value={name}>
              {name} ({notes})
            </option>
          ))}
        </select>
      </search>
      <p class="count" role="status">
        {total === 1 ? '1 note' : `${total} notes`}
      </p>
      <ul>
        {notes.map(note => (
          <li key={note.id}>
            <Entry notebook={notebook} note={note} />
          </li>
        ))}
      </ul>
      {notes.length < total && (
        <button type="button" onClick={() => notebook.more()}>
          Show more
        </button>
      )}
    </section>
  )
}

function Entry({ notebook, note }: { notebook: Notebook; note: Listed }) {
  const { id, title, beginning, pinned, tags, updatedAt } = note
  return (
    <button
      type="button"
      class="entry"
      aria-current={notebook.opened.value?.id === id}
      onClick={() => notebook.open(id)}
    >
      <strong>
        {pinned && <span class="pin">Pinned </span>}
        {title || 'Untitled'}
      </strong>
      <span class="beginning">{beginning}</span>
      <small>
        <time dateTime={updatedAt.toISOString()}>{day.format(updatedAt)}</time>
        {tags.map(name => ` #${name}`)}
      </small>
    </button>
  )
}
