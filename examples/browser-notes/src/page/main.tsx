import { render } from 'preact'
import { App } from './app'
import { Notebook } from './notebook'

const place = document.getElementById('app')
if (place !== null) render(<App notebook={new Notebook()} />, place)
