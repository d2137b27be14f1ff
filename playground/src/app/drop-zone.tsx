// The whole page takes files that are dropped on it.
import { useEffect, useState } from 'preact/hooks'
import { notify } from './notices'

/** Shows that a file can be dropped, while one is over the page. */
export function DropZone({ onFile }: { onFile(file: File): void }) {
  const [over, setOver] = useState(false)
  useEffect(() => listenForDrops(setOver, onFile), [onFile])
  return over ? (
    <div class="drop-hint" aria-hidden="true">
      <p>Drop an SQLite file or a .sql file to run against it</p>
    </div>
  ) : null
}

function listenForDrops(setOver: (over: boolean) => void, onFile: (file: File) => void) {
  // Before the editor, which would take a dropped file for text.
  const options = { capture: true }
  const drag = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    setOver(true)
  }
  const leave = (event: DragEvent): void => {
    // Leaving for another element names it; leaving the page names none.
    if (event.relatedTarget === null) setOver(false)
  }
  const drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    const [file] = files
    if (files.length > 1) notify('warning', 'One file at a time, please.')
    else if (file !== undefined) onFile(file)
  }
  addEventListener('dragover', drag, options)
  addEventListener('dragleave', leave, options)
  addEventListener('drop', drop, options)
  return () => {
    removeEventListener('dragover', drag, options)
    removeEventListener('dragleave', leave, options)
    removeEventListener('drop', drop, options)
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
