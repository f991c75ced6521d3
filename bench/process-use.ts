import { readFile } from 'node:fs/promises'

/** Megabytes of 2^20 bytes that a process holds; `undefined` where there is no Linux `/proc`. */
export async function memoryOf(pid: number): Promise<{ rssMb?: number; pssMb?: number }> {
  const text = await readProc(pid, 'smaps_rollup')
  const [rssMb, pssMb] = [megabytesIn(text, 'Rss'), megabytesIn(text, 'Pss')]
  return { ...(rssMb && { rssMb }), ...(pssMb && { pssMb }) }
}

/**
 * Of these, what is the process's own: without the program, of which a process is charged more or less
 * according to how many others run it.
 */
export async function privateMemoryOf(pid: number): Promise<number | undefined> {
  return megabytesIn(await readProc(pid, 'smaps_rollup'), 'Pss_Anon')
}

function megabytesIn(text: string, name: string): number | undefined {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

/** Milliseconds of processor time a process has used, in all its threads. */
export async function processorMsOf(pid: number): Promise<number | undefined> {
  const text = await readProc(pid, 'stat')
  // proc_pid_stat(5): the name may hold spaces, so fields are counted after its parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  return Number.isNaN(user + system) ? undefined : (user + system) * 10
}

async function readProc(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
}
