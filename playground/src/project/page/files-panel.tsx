import type { ProjectState } from '../state'

/** Where the models are, and how they were found. */
export function FilesPanel({ settings, places, write }: ProjectState) {
  if (settings === null) return null
  const { root, config, patterns, database } = settings
  return (
    <div class="panel">
      <div class="panel-body">
        <table class="column-table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Declared in</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ model, file, line }) => (
              <tr key={`${model} ${file}`}>
                <th scope="row">{model}</th>
                <td>
                  <code>
                    {file}:{line}
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl class="project-facts">
          <Fact name="Folder" value={root} />
          <Fact name="Configuration" value={config ?? 'none (versa.config.ts)'} />
          <Fact name="Looked for models in" value={patterns.join(', ')} />
          <Fact name="Database" value={database ?? 'none'} />
          <Fact name="Runs" value={runsOf(database, write)} />
        </dl>
      </div>
    </div>
  )
}

function runsOf(database: string | null, write: boolean): string {
  if (database === null) return 'go to an empty database in memory with your tables'
  return write ? 'may write' : 'only read'
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  )
}
