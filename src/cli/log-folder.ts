import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Command } from './command.ts'

/**
 * The files that options name. A folder that `limen data import` wrote, given as `--log`, stands for those
 * that are not said.
 *
 * @param files by option, what the folder calls it.
 */
export function pathsOf<Name extends string>(
  values: Readonly<Record<string, unknown>>,
  options: Command['options'],
  files: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const { log } = values
  const paths = (Object.keys(files) as Name[]).map((name) => {
    const given = String(values[name])
    if (log === undefined || given !== options[name]?.default) return [name, given]
    const path = join(String(log), files[name])
    if (existsSync(path)) return [name, path]
    throw new ConfigError(
      '--log',
      `there is no ${path}; name a folder that limen data import wrote, or say --${name}`,
    )
  })
  return Object.fromEntries(paths)
}
