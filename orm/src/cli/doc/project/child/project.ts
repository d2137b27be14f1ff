import { existsSync } from 'node:fs'
import path from 'node:path'
import { defineConfig, type VersaConfig } from '../../../../config/versa-config.js'
import type { ProjectRequest, ProjectSettings } from '../messages.js'
import { shownUrl } from '../shown-url.js'
import { filesOfPattern } from './glob.js'
import type { Loader } from './loader.js'
import { keepSecret } from './outlet.js'
import { relative } from './problem.js'

const configNames = ['ts', 'mts', 'js', 'mjs'].map(extension => `versa.config.${extension}`)

/** Where models usually are; the first of these that has files is taken. */
const usualPlaces = [
  'src/models',
  'src/models.{ts,mts,js,mjs}',
  'models',
  'models.{ts,mts,js,mjs}',
  'src/db/models',
  'src/db/{models,schema}.{ts,mts,js,mjs}',
  'src/database/models',
  'app/models',
  'server/models',
  'db/models',
  'lib/models'
]

/** What a project is made of, with its secrets. */
export interface Project {
  readonly settings: ProjectSettings
  /** The URL of its database. */
  readonly database: string | undefined
}

/** The folder of a project: the nearest one above that has a configuration or a package.json. */
export function rootOf(folder: string): string {
  const folders = [path.resolve(folder)]
  for (;;) {
    const last = folders.at(-1) ?? ''
    const above = path.dirname(last)
    if (above === last) break
    folders.push(above)
  }
  const has = (names: readonly string[]) => (candidate: string) =>
    names.some(name => existsSync(path.join(candidate, name)))
  return folders.find(has(configNames)) ?? folders.find(has(['package.json'])) ?? folder
}

/**
 * Finds out what a project is made of: by what was asked for, else by its configuration, else by
 * the usual places.
 *
 * @param loading Is told of the file that is about to be loaded.
 */
export async function findProject(
  request: ProjectRequest,
  root: string,
  load: Loader,
  loading: (file: string) => void
): Promise<Project> {
  const environment = path.join(root, '.env')
  // What is set already stays as it is.
  if (existsSync(environment)) process.loadEnvFile(environment)
  keepSecret(request.database)
  keepSecret(process.env['DATABASE_URL'])
  const config = configNames.find(name => existsSync(path.join(root, name))) ?? null
  if (config !== null) loading(config)
  const configured = config === null ? defineConfig({}) : await configOf(load, root, config)
  const given = request.models
  const named = given ?? configured.models
  const base = given === undefined ? root : path.resolve(request.folder)
  const { patterns, files } = named === undefined ? usual(root) : namedFiles(named, base, root)
  const database = request.database ?? configured.database
  keepSecret(database)
  return {
    settings: {
      root,
      config,
      patterns,
      files,
      database: database === undefined ? null : shownUrl(database)
    },
    database
  }
}

async function configOf(load: Loader, root: string, name: string): Promise<VersaConfig> {
  const loaded = await load(path.join(root, name))
  const { default: config } = loaded
  if (typeof config !== 'object' || config === null) {
    throw new TypeError(`${name} has no default export: export default defineConfig({ … })`)
  }
  const { models, database } = config as Record<string, unknown>
  const isList = Array.isArray(models) && models.every(pattern => typeof pattern === 'string')
  if (models !== undefined && !isList) {
    throw new TypeError(`models of ${name} is no list of patterns: models: ['src/models/**/*.ts']`)
  }
  if (database !== undefined && typeof database !== 'string') {
    throw new TypeError(`database of ${name} is no URL: database: process.env.DATABASE_URL`)
  }
  return config
}

interface Places {
  readonly patterns: readonly string[]
  readonly files: readonly string[]
}

function namedFiles(patterns: readonly string[], base: string, root: string): Places {
  const files = patterns.flatMap(pattern => {
    return filesOfPattern(base, pattern).map(file => relative(path.resolve(base, file), root))
  })
  return { patterns, files: [...new Set(files)].filter(isSource) }
}

function usual(root: string): Places {
  for (const place of usualPlaces) {
    const files = filesOfPattern(root, place).filter(isSource)
    if (files.length > 0) return { patterns: [place], files }
  }
  return { patterns: usualPlaces, files: [] }
}

function isSource(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file) && !/\.(?:d|test|spec)\.[cm]?[jt]s$/.test(file)
}
