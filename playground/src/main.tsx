import './styles/theme.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/controls.css'
import './styles/overlays.css'
import './app/theme'
import { render } from 'preact'
import { App } from './app/app'
import { announceReady } from './app/embedding'
import { openAddress } from './app/open-address'
import { registerServiceWorker } from './offline/register'
import { keepQuery, project } from './project/current'
import { keepDrafts } from './workspace/current'

const root = document.getElementById('app')
if (root === null) throw new Error('The page has no #app')

await openAddress()
keepDrafts(project.peek() === null ? undefined : keepQuery)
render(<App />, root)
announceReady()
// What `versa doc` serves is there as long as it runs.
if (project.peek() === null) registerServiceWorker()
