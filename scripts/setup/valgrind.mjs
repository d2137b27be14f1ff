import { Failure } from '../process/failure.mjs'
import { run } from '../process/run.mjs'
import { step } from '../process/step.mjs'
import { aptInstall, canAdminister, permission } from './databases/administration.mjs'

/** Makes sure that valgrind is there, which counts the instructions of the engine's hot path. */
export async function provideValgrind() {
  await step('valgrind', async progress => {
    const installed = await run('valgrind', ['--version'])
    if (installed.code === 0) return { note: installed.stdout.trim(), value: undefined }
    if (!(await canAdminister()) || !(await permission('install valgrind'))) {
      throw new Failure(
        'valgrind counts the costs of the engine. Run `sudo apt-get install valgrind`.'
      )
    }
    await aptInstall('valgrind', progress)
    return { note: 'installed', value: undefined }
  })
}
