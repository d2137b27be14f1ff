// The page: a header, the code on one side, what comes of it on the other.
import { useEffect } from 'preact/hooks'
import { importFile } from '../databases/chosen'
import { EditorPane } from '../editor/editor-pane'
import { project } from '../project/current'
import { prepareSandbox } from '../run/run'
import { listenForShortcuts, pane } from './commands'
import { dialog } from './dialogs'
import { DropZone } from './drop-zone'
import { Header } from './header'
import { HelpDialog } from './help-dialog'
import { Notices } from './notices-view'
import { embedded } from './open-address'
import { PaneSwitch } from './pane-switch'
import { ResultsPane } from './results-pane'
import { ShareDialog } from './share-dialog'
import { SplitPane } from './split-pane'
import { TemplatesDialog } from './templates-dialog'

export function App() {
  useEffect(listenForShortcuts, [])
  // The sandbox can be made ready once the editor has had its turn.
  useEffect(() => {
    if (project.peek() !== null) return
    const timer = setTimeout(prepareSandbox, 1500)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <a class="skip-link" href="#results">
        Skip to the results
      </a>
      <div class={embedded ? 'page page-embedded' : 'page'} data-pane={pane.value}>
        <Header />
        <SplitPane first={<EditorPane />} second={<ResultsPane />} />
        <PaneSwitch />
      </div>
      <Notices />
      {dialog.value === 'templates' && <TemplatesDialog />}
      {dialog.value === 'share' && <ShareDialog />}
      {dialog.value === 'help' && <HelpDialog />}
      <DropZone onFile={importFile} />
    </>
  )
}
