import ts from 'typescript'
import { assertionsOf } from '../../src/assertions/assertions.js'
import { parse } from '../../src/blocks/syntax.js'

const printer = ts.createPrinter({ removeComments: true })

/**
 * What a block says that comes out, in one form: the values behind `//=>`, in order.
 *
 * Two blocks whose assertions hold and say the same give the same.
 */
export function expectedOf(code: string): string[] {
  const { good } = assertionsOf(parse('block.ts', code))
  return good.map(assertion =>
    assertion.kind === 'value' ? printed(assertion.expected) : 'throws'
  )
}

function printed(expression: string): string {
  const file = parse('expected.ts', `(${expression}\n)`)
  const text = printer.printNode(ts.EmitHint.Unspecified, file, file).replace(/\s+/g, ' ')
  return text
}
