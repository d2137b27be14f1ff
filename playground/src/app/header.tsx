// The bar on top: what is open, what it runs against, and what can be done.

import { databases } from '../data/catalogue'
import { chooseDatabase, imported, importedId, keepsData } from '../databases/chosen'
import { project } from '../project/current'
import { ProjectControls } from '../project/project-controls'
import { run } from '../run/run'
import { playgroundLink } from '../share/link'
import { workspace } from '../workspace/current'
import { type Command, commands } from './commands'
import { Icon } from './icon'
import { Menu, type MenuItem } from './menu'
import { embedded } from './open-address'
import { theme } from './theme'

export function Header() {
  return (
    <header class="header">
      {!embedded && (
        <h1 class="brand">
          <img class="brand-mark" src="./icon.svg" alt="" />
          <span class="brand-name">VersaORM</span>
          <span class="brand-page">Playground</span>
        </h1>
      )}
      <div class="header-group">
        <RunButton />
        {project.value === null ? <PlaygroundControls /> : <ProjectControls {...project.value} />}
      </div>
      <div class="header-group header-end">{embedded ? <OpenButton /> : <PageButtons />}</div>
    </header>
  )
}

function PlaygroundControls() {
  return (
    <>
      {!embedded && <TemplatesButton />}
      <DatabaseMenu />
    </>
  )
}

function RunButton() {
  const { running } = run.value
  const { label, shortcut, act } = running ? commands.stop : commands.run
  return (
    <button
      type="button"
      class={running ? 'button button-stop' : 'button button-run'}
      title={`${label} (${shortcut})`}
      onClick={act}
    >
      <Icon name={running ? 'stop' : 'run'} />
      <span>{label}</span>
      <kbd class="wide-only">{shortcut}</kbd>
    </button>
  )
}

function TemplatesButton() {
  return (
    <button type="button" class="button" aria-label="Templates" onClick={commands.templates.act}>
      <Icon name="templates" />
      <span class="wide-only">Templates</span>
    </button>
  )
}

function DatabaseMenu() {
  const chosen = workspace.value.database
  const known = databases.map(({ id, title }) => ({ id, title }))
  const file = imported.value
  const all = file === null ? known : [...known, { id: importedId, title: file.name }]
  const title = all.find(({ id }) => id === chosen)?.title ?? 'Empty'
  const items: MenuItem[] = [
    ...all.map(database => ({
      label: database.title,
      checked: database.id === chosen,
      act: () => chooseDatabase(database.id)
    })),
    { ...item(commands.import), label: 'Import a file…', separated: true },
    item(commands.download),
    { ...item(commands.keep), checked: keepsData.value, separated: true },
    item(commands.reset)
  ]
  return (
    <Menu label={`Database: ${title}`} items={items}>
      <Icon name="database" />
      <span class="button-value">{title}</span>
      <Icon name="down" />
    </Menu>
  )
}

const { format, issue, theme: otherTheme, palette, help } = commands
const more = [format, issue, otherTheme, palette, help]

/** A link holds the files and nothing of a project, so that there is none to it. */
function ShareButton() {
  return (
    <button type="button" class="button" aria-label="Share" onClick={commands.share.act}>
      <Icon name="share" />
      <span class="wide-only">Share</span>
    </button>
  )
}

function PageButtons() {
  const dark = theme.value === 'dark'
  return (
    <>
      {project.value === null && <ShareButton />}
      <button
        type="button"
        class="icon-button wide-only"
        aria-label={dark ? 'Switch to light' : 'Switch to dark'}
        title={dark ? 'Switch to light' : 'Switch to dark'}
        onClick={commands.theme.act}
      >
        <Icon name={dark ? 'sun' : 'moon'} />
      </button>
      <Menu label="More" class="icon-button" items={more.map(item)}>
        <Icon name="more" />
      </Menu>
    </>
  )
}

/** Of a page within another: leads to the whole page, with what was typed. */
function OpenButton() {
  const open = async (): Promise<void> => {
    const page = location.href.split(/[?#]/)[0] ?? ''
    window.open(await playgroundLink(workspace.peek(), page), '_blank', 'noopener')
  }
  return (
    <button type="button" class="button" onClick={open}>
      <span>Open in playground</span>
    </button>
  )
}

function item(command: Command): MenuItem {
  const { label, shortcut, act } = command
  return shortcut === undefined ? { label, act } : { label, hint: shortcut, act }
}
