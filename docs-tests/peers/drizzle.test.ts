// What the page for those who come from Drizzle says, with both libraries.
import { writeJavaScript } from './src/javascript.js'
import { peerFolder } from './src/peer.js'
import { peerTests } from './src/suite.js'

peerTests({
  name: 'drizzle',
  page: 'site/docs/coming-from/drizzle.md',
  beside: ['schema.ts'],
  write: folder => writeJavaScript(peerFolder('drizzle'), folder)
})
