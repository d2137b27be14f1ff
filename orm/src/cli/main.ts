#!/usr/bin/env node
// The command `versa`. A command's code is imported when it runs: `versa --help` loads nothing.
import { Command } from 'commander'
import { docCommand } from './doc/command.js'
import { packageVersion } from './package-version.js'

// `versa doc … | head` reads no further: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = new Command('versa')
  .description('The command line of VersaORM')
  .version(packageVersion())
  .showHelpAfterError('(add --help for what there is)')
  .addCommand(docCommand())

await program.parseAsync()
