import { cargoTests } from './cargo.mjs'
import { costsTests } from './costs.mjs'
import { soakTests } from './soak.mjs'
import { typesTests } from './types.mjs'
import { typesCostTests } from './types-cost.mjs'
import { vitestTests } from './vitest.mjs'

/** @import { Need } from '../setup.mjs' */

/**
 * How many tests passed, failed and were left out; `output` explains failures.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, output: string }} Outcome
 */

/**
 * Something that runs tests.
 *
 * @typedef {object} Runner
 * @property {string} name What `npm test -- NAME` calls it.
 * @property {readonly Need[]} needs What has to be set up.
 * @property {(progress: (line: string) => void) => Promise<Outcome>} run
 */

/** @type {readonly Need[]} */
const everything = ['native', 'orm', 'databases']

/**
 * All runners, in lanes that run side by side: Rust's tests are mostly compilation, the others
 * mostly waiting.
 *
 * @type {readonly (readonly Runner[])[]}
 */
export const lanes = [
  [
    { name: 'engine', needs: ['databases'], run: cargoTests },
    { name: 'costs', needs: ['valgrind'], run: costsTests }
  ],
  [
    { name: 'types', needs: ['orm'], run: typesTests },
    { name: 'types-cost', needs: ['orm'], run: typesCostTests },
    { name: 'orm', needs: [...everything, 'pgbouncer'], run: vitestTests('orm') },
    { name: 'docs', needs: everything, run: vitestTests('docs-tests') },
    { name: 'atlas', needs: everything, run: vitestTests('examples/atlas') },
    { name: 'bench', needs: [], run: vitestTests('bench') },
    { name: 'scripts', needs: ['orm'], run: vitestTests('scripts') },
    { name: 'faults', needs: everything, run: vitestTests('orm/tests/faults') },
    { name: 'soak', needs: everything, run: soakTests },
    { name: 'pack', needs: ['native', 'orm'], run: vitestTests('orm/tests/pack') }
  ]
]
