import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { chosenServers } from './support/chosen-servers.js'
import {
  makeTemplate,
  type ServerKind,
  scratchFolder,
  type Templates
} from './support/scratch-server.js'

declare module 'vitest' {
  export interface ProvidedContext {
    templates: Templates
  }
}

/** Makes the files of fresh servers once; every test that needs a server starts a copy. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = scratchFolder()
  const templates: Record<ServerKind, string> = { postgres: '', mariadb: '' }
  const made = chosenServers().map(async kind => {
    templates[kind] = await makeTemplate(kind, folder)
  })
  await Promise.all(made)
  project.provide('templates', templates)
  return () => rmSync(folder, { recursive: true, force: true })
}
