import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Report } from '../runtime/runtime.js'

/** How long a block may take; one that does not end has left something open. */
const blockTimeoutMs = 20_000

/** How a block's process ended. */
export interface Ended {
  readonly report: Report | undefined
  readonly output: string
  readonly ended: string
}

/** How a process ends that is well. */
export const endedWell = 'exit code 0'

/**
 * Starts a file in a process and a folder of its own.
 *
 * @param file The file.
 * @param environment Variables for it, beside those of this process.
 */
export async function startBlock(
  file: string,
  environment: Readonly<Record<string, string>>
): Promise<Ended> {
  const folder = mkdtempSync(path.join(path.dirname(file), '.cwd-'))
  try {
    return await ending(file, folder, environment)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ending(
  file: string,
  folder: string,
  environment: Readonly<Record<string, string>>
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = fork(file, {
      silent: true,
      cwd: folder,
      env: { ...process.env, DATABASE_URL: undefined, ...environment },
      // None of those that this process was started with.
      execArgv: []
    })
    let report: Report | undefined
    let output = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, blockTimeoutMs)
    child.on('message', message => {
      if (isReport(message)) report = message
    })
    const listen = (stream: NodeJS.ReadableStream | null) =>
      stream?.on('data', chunk => {
        output += String(chunk)
      })
    listen(child.stdout)
    listen(child.stderr)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`
      const ended = late ? `it did not end in ${blockTimeoutMs / 1_000} s: is all closed?` : how
      resolve({ report, output, ended })
    })
  })
}

function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'met' in message
}
