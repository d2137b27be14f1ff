import '../../styles/theme.css'
import '../../styles/base.css'
import '../../styles/layout.css'
import '../../styles/controls.css'
import '../../panels/parts/panel.css'
import '../../panels/result-panels.css'
import '../../panels/rows/rows.css'
import './project-page.css'
import '../../app/theme'
import { render } from 'preact'
import { takeToken } from '../ask'
import { ProjectPage } from './project-page'

const root = document.getElementById('app')
if (root === null) throw new Error('The page has no #app')

takeToken()
render(<ProjectPage />, root)
