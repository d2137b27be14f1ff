import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { scratch } from './support/scratch.js'
import { servers } from './support/serving.js'
import { onTerminal } from './support/terminal.js'

const start = servers()

/** Models that never load, and start a process of their own. */
const hanging = {
  'models.ts': `import { spawn } from 'node:child_process'

spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)', process.cwd()])
await new Promise(resolve => setTimeout(resolve, 200))
while (true) {}
`
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** All processes of the machine, as Linux lists them. */
function processes(): Process[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        // One that has ended and waits to be asked about is none.
        if (state === 'Z') return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return []
      }
    })
}

/** The processes below one, however deep. */
function descendants(pid: number): Process[] {
  const all = processes()
  const below = (parent: number): Process[] => {
    const own = all.filter(process => process.parent === parent)
    return own.flatMap(process => [process, ...below(process.pid)])
  }
  return below(pid)
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !what(); tries += 1) await sleep(50)
  expect(what()).toBe(true)
}

const alive = (pids: readonly number[]) => processes().filter(({ pid }) => pids.includes(pid))

// What runs is read from /proc.
describe.runIf(process.platform === 'linux')('the processes', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('are gone after %s', async signal => {
    const server = await start(scratch(hanging), ['--no-open', '--time-limit', '600'])
    const pid = server.child.pid ?? 0
    await until(() => descendants(pid).length === 2)
    const started = descendants(pid).map(process => process.pid)
    server.child.kill(signal)
    const { code, stderr } = await server.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await until(() => alive(started).length === 0)
  })

  test('of the models are gone when the server is killed, whatever they do', async () => {
    const server = await start(scratch(hanging), ['--no-open', '--time-limit', '600'])
    const pid = server.child.pid ?? 0
    await until(() => descendants(pid).length === 2)
    const started = descendants(pid).map(process => process.pid)
    server.child.kill('SIGKILL')
    await server.ended
    await until(() => alive(started).length === 0)
  })

  test('of a run are gone with it', async () => {
    const server = await start(scratch(), ['--no-open', '--time-limit', '600'])
    await server.state()
    const pid = server.child.pid ?? 0
    const running = server.run('while (true) {}\n').catch(error => String(error))
    await until(() => descendants(pid).length === 1)
    const started = descendants(pid).map(process => process.pid)
    await server.end()
    expect(await running).toMatch(/hang up|ECONNRESET|aborted|terminated/)
    await until(() => alive(started).length === 0)
  })

  test('do not hold anything up that has ended', async () => {
    const project = scratch({ 'models.ts': 'export const nothing = 1\n' })
    const server = await start(project)
    await server.state()
    const response = await fetch(`${server.base}/project/events`, {
      headers: { 'x-versa-token': server.token }
    })
    const begun = performance.now()
    const { code } = await server.end()
    expect(code).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    await expect(response.text()).rejects.toThrow()
  })

  test('end by Ctrl-C on a terminal', async () => {
    const project = scratch(hanging)
    const { stdout, code } = await onTerminal(project, ['doc', '--no-open'], {
      typed: { after: /No browser was opened/, keys: '\u0003' }
    })
    expect(stdout).toContain('Ready after')
    expect(code).toBe(0)
    await until(() => processes().every(({ command }) => !command.includes(project.folder)))
  })
})
