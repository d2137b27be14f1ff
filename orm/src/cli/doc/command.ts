import { Command, InvalidArgumentError } from 'commander'
import { complaining } from '../complaint.js'

/** What `versa doc` was asked for. */
export interface DocOptions {
  readonly port?: number
  readonly open: boolean
  readonly models?: readonly string[]
  readonly database?: string
  readonly write: boolean
  readonly timeLimit: number
  readonly list: boolean
  readonly json: boolean
  readonly pager: boolean
}

const examples = `
Examples:
  versa doc                       the documentation, and your models in it, in the browser
  versa doc belongsToMany         what the documentation says about it, here
  versa doc UNIQUE_VIOLATION      an error code: what it means and what to do
  versa doc --list eager loading  all pages that say something about it`

/** The command `doc`. */
export function docCommand(): Command {
  return new Command('doc')
    .description('Show the documentation: in the browser, or what it says about a term')
    .argument('[term...]', 'an exported name, an error code, or words to look for')
    .option('-p, --port <number>', 'serve on this port; default: one that is free', toPort)
    .option('--no-open', 'print the address instead of opening the browser')
    .option('-m, --models <glob...>', 'where your models are: "src/models/**/*.ts"')
    .option('-d, --database <url>', 'the database that the project playground runs against')
    .option('--write', 'let the project playground write to the database', false)
    .option('--time-limit <seconds>', 'how long your models and a run may take', toSeconds, 10)
    .option('-l, --list', 'list what was found instead of showing the first', false)
    .option('--json', 'print what was found as JSON', false)
    .option('--no-pager', 'print without a pager')
    .addHelpText('after', examples)
    .action(async (term: string[], options: DocOptions) => {
      await complaining(async () => {
        if (term.length > 0 || options.list || options.json) {
          const { lookUp } = await import('./look-up.js')
          await lookUp(term.join(' '), options)
        } else {
          const { serve } = await import('./serve.js')
          await serve(options)
        }
      })
    })
}

function toPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && seconds > 0 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('A time is a number of seconds above 0, 3600 at most.')
}
