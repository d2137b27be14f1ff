// What the page for those who come from Prisma says, with both libraries.
import { generatePrisma } from './src/generate-prisma.js'
import { writeJavaScript } from './src/javascript.js'
import { peerFolder } from './src/peer.js'
import { peerTests } from './src/suite.js'

peerTests({
  name: 'prisma',
  page: 'site/docs/coming-from/prisma.md',
  beside: ['generated/prisma/client.ts'],
  write(folder) {
    generatePrisma()
    writeJavaScript(peerFolder('prisma'), folder)
  }
})
