import { dirname, join } from 'node:path'
import type { SourceFile } from '../governance/index.ts'
import type { Io } from './command.ts'

// Only modules that people write: data and models have no declarations in them.
const importedModules = /\bfrom\s+['"](\.{1,2}\/[^'"]+\.m?[jt]s)['"]/g

/** A configuration module and the modules it imports by path, itself first. */
export async function configSources(path: string, io: Io): Promise<readonly SourceFile[]> {
  const files = new Map<string, SourceFile>()
  const left = [path]
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    if (files.has(next)) continue
    const text = await io.readText(next)
    files.set(next, { path: next, text })
    const folder = dirname(next)
    for (const [, found = ''] of text.matchAll(importedModules)) left.push(join(folder, found))
  }
  return [...files.values()]
}
