import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Io } from './command.ts'

export type File = readonly [name: string, text: string]

/** Writes files into a folder; without one, prints the first. */
export async function writeFiles(
  files: readonly File[],
  folder: string | undefined,
  io: Io,
): Promise<void> {
  if (!folder) {
    io.print((files[0]?.[1] ?? '').trimEnd())
    return
  }
  await mkdir(folder, { recursive: true })
  for (const [name, text] of files) {
    const path = join(folder, name)
    await io.writeText(path, text)
    io.print(`✓ ${path}`)
  }
}
