/** What tools such as `versa doc` know of a project: the default export of `versa.config.ts`. */
export interface VersaConfig {
  /**
   * The files in which models are, as patterns relative to the file of the configuration: `*` is
   * any part of a name, `**` any folders, `{a,b}` one of several. Default: the usual places, such
   * as `src/models` and `models.ts`.
   */
  readonly models?: readonly string[]
  /**
   * The URL of the database that is developed with, as `connect` takes it. Read it from the
   * environment, so that no password is in the file. Default: none.
   */
  readonly database?: string | undefined
}

/**
 * The configuration of a project, with its types checked. It is returned as it is.
 *
 * @param config Where the models are, and the database that is developed with.
 * @example
 * ```ts prelude=none file=versa.config.ts
 * import { defineConfig } from 'versa-orm'
 *
 * export default defineConfig({
 *   models: ['src/models/*.ts'],
 *   database: process.env['DATABASE_URL']
 * })
 * ```
 */
export function defineConfig(config: VersaConfig): VersaConfig {
  return config
}
