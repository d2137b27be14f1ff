// The link to what is in the editor.
import { useEffect, useState } from 'preact/hooks'
import { importedId } from '../databases/chosen'
import { playgroundLink } from '../share/link'
import { workspace } from '../workspace/current'
import { copyText } from './commands'
import { Dialog } from './dialog'

/** Longer links are cut by some programs. */
const longLink = 8000

export function ShareDialog() {
  const [link, setLink] = useState('')
  useEffect(() => {
    const page = location.href.split(/[?#]/)[0]
    playgroundLink(workspace.peek(), page).then(made => {
      setLink(made)
      // The address bar has it, too, for those who copy from there.
      history.replaceState(null, '', made)
    })
  }, [])
  return (
    <Dialog title="Share">
      <p class="dialog-text">
        The link holds the files and the choice of the database. No server keeps it.
        {workspace.peek().database === importedId && ' It does not hold the imported data.'}
      </p>
      <label class="field">
        <span>Link</span>
        <input readOnly value={link} onFocus={event => event.currentTarget.select()} />
      </label>
      {link.length > longLink && (
        <p class="dialog-text">
          It is {link.length} characters long: some programs cut such links.
        </p>
      )}
      <div class="dialog-actions">
        <button
          type="button"
          class="button button-run"
          disabled={link === ''}
          onClick={() => copyText(link, 'The link is copied.')}
        >
          Copy the link
        </button>
      </div>
    </Dialog>
  )
}
