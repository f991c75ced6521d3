import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Io } from './command.ts'

export type File = readonly [name: string, text: string]

/** Makes the folder that an option names, before work begins whose result would be lost. */
export async function makeFolder(option: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw new ConfigError(option, `cannot write to ${folder}; name a folder that can be made`, {
      cause,
    })
  }
}

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
