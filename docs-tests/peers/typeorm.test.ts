// What the page for those who come from TypeORM says, with both libraries.
import ts from 'typescript'
import { writeJavaScript } from './src/javascript.js'
import { peerFolder } from './src/peer.js'
import { peerTests } from './src/suite.js'

peerTests({
  name: 'typeorm',
  page: 'site/docs/coming-from/typeorm.md',
  beside: ['entities.ts'],
  write: folder => writeJavaScript(peerFolder('typeorm'), folder, withDecorators)
})

/** TypeORM's decorators are those from before the standard, and read the types of properties. */
function withDecorators(fileName: string, text: string): string {
  const { outputText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true
    }
  })
  return outputText
}
