// What an issue says beside the run: the files, and what they ran on.
import { dependencies } from '../../package.json'
import type { IssueContext } from '../panels'
import { workspace } from '../workspace/current'
import { version } from './version'

export function issueContext(): IssueContext {
  return {
    files: workspace.peek().files,
    versions: {
      'versa-orm': version,
      'sql.js': dependencies['sql.js'],
      browser: navigator.userAgent
    }
  }
}
