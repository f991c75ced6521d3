import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code))
}

/**
 * Ends a process with this one, however this one ends: a benchmark that was interrupted must not
 * leave servers behind.
 *
 * @returns forgets the process, once it has ended.
 */
export function stopAtExit(child: ChildProcess): () => void {
  children.add(child)
  return () => children.delete(child)
}
