// Within another page: it is told when the editor is there, and may ask to run at once.
import { effect } from '@preact/signals'
import { commands, editorControls } from './commands'
import { embedded } from './open-address'

/** Tells the page around this one that the editor is there. */
export function announceReady(): void {
  if (!embedded || parent === window) return
  const stop = effect(() => {
    if (editorControls.value === null) return
    // Whoever is around may know that: it says nothing of what is in the editor.
    parent.postMessage('versa-play ready', '*')
    if (new URLSearchParams(location.search).has('run')) commands.run.act()
    queueMicrotask(() => stop())
  })
}
