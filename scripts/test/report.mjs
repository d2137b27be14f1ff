import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Runs something that writes a JSON report to a file, and reads the report.
 *
 * @template T
 * @param {(file: string) => Promise<{ code: number, output: string }>} write
 * @returns {Promise<{ code: number, output: string, report: T | undefined }>} Without a report
 *   where none was written.
 */
export async function withReport(write) {
  const temporary = mkdtempSync(path.join(tmpdir(), 'versa-report-'))
  const file = path.join(temporary, 'report.json')
  try {
    const { code, output } = await write(file)
    return { code, output, report: readReport(file) }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
