#!/usr/bin/env node
import { ConfigError, LimenError } from '../errors.ts'
import { realIo, UsageError } from './command.ts'
import { commands, helpFor, overview } from './commands.ts'

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})
process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    realIo.print(overview())
    return 0
  }
  const load = commands.get(name)
  if (!load) {
    realIo.error(`limen: there is no command ${JSON.stringify(name)}\n\n${overview()}`)
    return 2
  }
  try {
    const command = await load.load()
    if (args.includes('--help') || args.includes('-h')) {
      realIo.print(helpFor(name, command))
      return 0
    }
    return await command.run(args, realIo)
  } catch (error) {
    return report(name, error)
  }
}

/** Whether an option of the command line is wrong: 1 is kept for what a command found. */
function isOfCall(error: unknown): error is Error {
  if (error instanceof ConfigError) return /^(--|FILE)/.test(error.option)
  return error instanceof UsageError
}

/** An expected mistake is one clear line; anything else keeps its stack, for the bug report. */
function report(name: string, error: unknown): number {
  if (isOfCall(error)) {
    realIo.error(`limen ${name}: ${error.message}\nSee: limen ${name} --help`)
    return 2
  }
  if (error instanceof LimenError) {
    realIo.error(`limen ${name}: ${error.code}\n${error.message}`)
    return 1
  }
  realIo.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}
