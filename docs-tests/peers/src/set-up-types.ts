import path from 'node:path'
import ts from 'typescript'
import { peerFolder } from './peer.js'

/**
 * Type-checks what the examples of a peer find beside them, as a project of its users would:
 * with decorators from before the standard, which TypeORM has.
 *
 * @returns What TypeScript says.
 */
export function setUpProblems(peer: string): string[] {
  const file = path.join(peerFolder(peer), 'theirs.ts')
  const program = ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    noEmit: true
  })
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
