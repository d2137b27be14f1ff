// The files, the editor, and what is wrong in them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { workspace } from '../workspace/current'
import { FileTabs } from './file-tabs'
import { PlainEditor } from './plain-editor'
import { ProblemList } from './problem-list'

/** What the browser lacks that Monaco cannot do without; null where all is there. */
function missing(): string | null {
  if (typeof Worker === 'undefined') return 'Your browser has no workers'
  if (typeof WebAssembly === 'undefined') return 'Your browser has no WebAssembly'
  return null
}

export function EditorPane() {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'plain'>('loading')
  const [reason, setReason] = useState<string | null>(null)
  useEffect(() => {
    const lacking = missing()
    const refuse = (text: string): void => {
      setReason(text)
      setState('plain')
    }
    if (lacking !== null) return refuse(lacking)
    let dispose = (): void => undefined
    let gone = false
    import('./code-editor')
      .then(({ createEditor }) => {
        if (gone || place.current === null) return
        dispose = createEditor(place.current)
        setState('ready')
      })
      .catch((error: unknown) => refuse(`The editor cannot be loaded (${String(error)})`))
    return () => {
      gone = true
      dispose()
    }
  }, [])
  const { active } = workspace.value
  return (
    <section class="pane editor" aria-label="Code">
      <FileTabs />
      {reason !== null && (
        <p class="editor-reason" role="alert">
          {reason}: the code can be edited and shared, but not run or checked.
        </p>
      )}
      <div
        class="editor-body"
        role="tabpanel"
        id="file-panel"
        aria-label={active}
        data-state={state}
      >
        {state !== 'ready' && <PlainEditor readOnly={state === 'loading'} />}
        <div ref={place} class="editor-place" hidden={state === 'plain'} />
      </div>
      <ProblemList />
    </section>
  )
}
