// Monaco's own copy of TypeScript, in the place of the package: `vite.config.ts` says so.
import * as services from 'monaco-editor/languages/features/typescript/lib/typescriptServices'

export default services.typescript
