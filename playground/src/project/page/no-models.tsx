import { EmptyState } from '../../panels/parts/empty-state'
import type { ProjectState } from '../state'

const example = `// versa.config.ts
import { defineConfig } from 'versa-orm'

export default defineConfig({
  models: ['src/models/**/*.ts'],
  database: process.env.DATABASE_URL
})`

const command = 'versa doc --models "src/**/*.ts"'

/** What to do where no models were found. */
export function NoModels({ settings, problems }: ProjectState) {
  if (problems.length > 0) {
    return (
      <EmptyState title="The models do not load">
        What is wrong is in the tab “Problems”. This page follows your files: it changes when they
        do.
      </EmptyState>
    )
  }
  const looked = settings?.patterns.join(', ') ?? ''
  return (
    <EmptyState title="No models were found" example={example}>
      Nothing in {looked} exports a model. Say where they are: in a file{' '}
      <code>versa.config.ts</code>, or with <code>{command}</code>.
    </EmptyState>
  )
}
