import CodeInline from '@theme/CodeInline'

/** Blocks are made by the build (`plugins/code-blocks.ts`): what is left is within a line. */
export default CodeInline
