// The panels with sample data, to be looked at while they are worked on: `vite`, then
// `gallery.html?panel=sql&theme=dark&run=failed`. No part of the build.
import { render } from 'preact'
import '../../styles/theme.css'
import '../../styles/base.css'
import { idleRun } from '../../run/run-state'
import { type PanelId, ResultPanels } from '..'
import { failedRun, sampleContext, sampleRun } from './sample-run'
import { largeRun } from './sample-table'

const search = new URLSearchParams(location.search)
document.documentElement.dataset['theme'] = search.get('theme') ?? 'light'

const runs = { sample: sampleRun, failed: failedRun, large: largeRun, idle: idleRun }
const run = runs[(search.get('run') ?? 'sample') as keyof typeof runs] ?? sampleRun
const panel = (search.get('panel') ?? 'rows') as PanelId
const root = document.getElementById('gallery')
if (root) {
  root.style.height = '100dvh'
  render(<ResultPanels run={run} initialPanel={panel} issueContext={() => sampleContext} />, root)
}
