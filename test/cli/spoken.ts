import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from '../../src/cli/command.ts'

/** Runs a command as the terminal would, and keeps what it says. */
export async function spoken(command: Command, ...args: string[]) {
  const [lines, errors] = [[], []] as [string[], string[]]
  const code = await command.run(args, {
    print: (line) => void lines.push(line),
    error: (line) => void errors.push(line),
    progress: () => {},
    readText: (path) => readFile(path, 'utf8'),
    writeText: (path, text) => writeFile(path, text),
  })
  return { code, out: lines.join('\n'), errors }
}
