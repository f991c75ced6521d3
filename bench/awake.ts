import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { stopAtExit } from './stop-at-exit.ts'

/**
 * Keeps the processors awake until this process ends. Of a virtual machine an idle processor is given to
 * others, and it takes milliseconds to come back: more than most that is measured here. Processes of the
 * idle class run when no other wants to (sched(7), `SCHED_IDLE`). Where there is no `chrt`, it does nothing.
 */
export function keepAwake(): void {
  for (let core = 0; core < availableParallelism(); core++) {
    const child = spawn('chrt', ['--idle', '0', process.execPath, '-e', 'for (;;);'], {
      stdio: 'ignore',
    })
    child.on('error', stopAtExit(child))
    child.unref()
  }
}
