import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { stopAtExit } from './stop-at-exit.ts'

/**
 * Keeps the processors awake while one shopper alone is measured. Of a virtual machine an idle processor is
 * given to others, and it takes milliseconds to come back: more than most that is measured so. Processes of
 * the idle class run when no other wants to (sched(7), `SCHED_IDLE`). Where there is no `chrt`, it does
 * nothing. Not for measuring under load: some hosts give less to who always takes all.
 */
export async function whileAwake<T>(measure: () => Promise<T>): Promise<T> {
  const children = Array.from({ length: availableParallelism() }, () => {
    const child = spawn('chrt', ['--idle', '0', process.execPath, '-e', 'for (;;);'], {
      stdio: 'ignore',
    })
    const forget = stopAtExit(child)
    child.on('error', forget).on('exit', forget)
    return child
  })
  try {
    return await measure()
  } finally {
    for (const child of children) child.kill('SIGKILL')
  }
}
