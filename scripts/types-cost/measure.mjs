import { readFileSync } from 'node:fs'
import { contentHash } from '../process/content-hash.mjs'
import { inRepository } from '../process/repository.mjs'
import { CountedProject, countingCompiler } from './count.mjs'
import { countExpressions } from './expressions.mjs'
import { kyselyProject } from './kysely-project.mjs'
import { comparedQueries, usualQueries, versaProject } from './versa-project.mjs'

/** @import { Cost } from '../costs/compare.mjs' */
/** @import { ExpressionCost } from './expressions.mjs' */
/** @import { Files } from './count.mjs' */

/**
 * What Kysely's types cost, and of which project, counted by what.
 *
 * @typedef {{ tools: string, project: string, instantiations: number }} KyselyCost
 */

/**
 * What the types cost. `projects` are by their number of models.
 *
 * @typedef {object} TypeCosts
 * @property {string} tools
 * @property {{ [models: string]: number }} projects
 * @property {number} compared The project that is compared with Kysely's.
 * @property {{ [name: string]: ExpressionCost }} expressions
 */

/** How many models are compared with Kysely's. */
export const comparedModels = 200

/** @param {number} models */
export const usualProject = models => versaProject(models, usualQueries)

export const comparedProject = () => versaProject(comparedModels, comparedQueries)

/**
 * Counts what VersaORM's types cost.
 *
 * @param {readonly number[]} sizes How many models the projects have.
 * @param {(line: string) => void} progress
 * @returns {TypeCosts}
 */
export function measureTypes(sizes, progress) {
  /** @param {string} line @param {Files} files */
  const count = (line, files) => {
    progress(line)
    return new CountedProject(files).check()
  }
  const projects = Object.fromEntries(
    sizes.map(models => [models, count(`${models} models`, usualProject(models))])
  )
  const compared = count('beside Kysely', comparedProject())
  progress('expressions')
  return { tools: countingCompiler, projects, compared, expressions: countExpressions() }
}

/**
 * Counts what Kysely's types cost. It takes about a minute, so it is recorded.
 *
 * @returns {KyselyCost}
 */
export function measureKysely() {
  const { tools, project } = kyselyIdentity()
  const instantiations = new CountedProject(kyselyProject(comparedModels)).check()
  return { tools, project, instantiations }
}

/** What {@link measureKysely} would count, and with what. */
export function kyselyIdentity() {
  const manifest = readFileSync(inRepository('node_modules/kysely/package.json'), 'utf8')
  const { version } = /** @type {{ version: string }} */ (JSON.parse(manifest))
  return {
    tools: `Kysely ${version}, ${countingCompiler}`,
    project: contentHash([], Object.entries(kyselyProject(comparedModels)).flat()).slice(0, 16)
  }
}

/**
 * The costs by name, as they are recorded and compared.
 *
 * @param {TypeCosts} costs
 * @returns {{ [name: string]: Cost }}
 */
export function costsByName({ projects, compared, expressions }) {
  return {
    ...Object.fromEntries(
      Object.entries(projects).map(([models, instantiations]) => [
        `${models} models`,
        { instantiations }
      ])
    ),
    [`${comparedModels} models beside Kysely`]: { instantiations: compared },
    ...expressions
  }
}
