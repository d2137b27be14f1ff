import { Icon } from '../app/icon'
import type { EditorFiles } from './state'

/** What a run goes to, whether it may write there, and the way to the models. */
export function ProjectControls({ database, write }: EditorFiles) {
  const where = database ?? 'empty database in memory'
  return (
    <>
      <a class="button" href="/project/">
        Your models
      </a>
      <span class="project-database" title={where}>
        <Icon name="database" />
        <span class="button-value">{where}</span>
        <Access database={database} write={write} />
      </span>
    </>
  )
}

/** Whether runs write to the database: that has to be seen before one does. */
export function Access({ database, write }: Pick<EditorFiles, 'database' | 'write'>) {
  if (database === null) return <span class="badge">nothing is kept</span>
  if (write) return <span class="badge badge-danger">runs may write</span>
  return <span class="badge badge-accent">read-only</span>
}
