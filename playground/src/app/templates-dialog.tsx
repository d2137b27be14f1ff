import { databases, type Template, templates } from '../data/catalogue'
import { pane } from './commands'
import { Dialog } from './dialog'
import { closeDialog } from './dialogs'
import { openTemplate } from './open-address'

/** The templates to begin with. */
export function TemplatesDialog() {
  return (
    <Dialog title="Templates">
      <p class="dialog-text">
        A template replaces the files in the editor. A shared link keeps what you have.
      </p>
      {groups().map(([group, members]) => (
        <section key={group}>
          <h3 class="template-group">{group}</h3>
          <ul class="templates">
            {members.map(template => (
              <li key={template.id}>
                <Card template={template} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}

/** The templates under their groups, in the order of the catalogue. */
function groups(): [group: string, members: Template[]][] {
  const found = new Map<string, Template[]>()
  for (const template of templates) {
    const members = found.get(template.group)
    if (members === undefined) found.set(template.group, [template])
    else members.push(template)
  }
  return [...found]
}

function Card({ template }: { readonly template: Template }) {
  const { id, title, description, database } = template
  const data = databases.find(candidate => candidate.id === database)?.title ?? database
  const open = (): void => {
    openTemplate(id)
    pane.value = 'code'
    closeDialog()
  }
  return (
    <button type="button" class="template" onClick={open}>
      <strong>{title}</strong>
      <span>{description}</span>
      <small>Database: {data}</small>
    </button>
  )
}
