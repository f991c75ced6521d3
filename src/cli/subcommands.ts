import { type Command, UsageError } from './command.ts'

interface Subcommand {
  readonly command: Command
  /** The option that a bare word stands for: `limen model inspect FILE`. */
  readonly operand?: string
}

/** A command that is several: its first word says which. */
export function subcommands(
  summary: string,
  all: Readonly<Record<string, Subcommand | undefined>>,
): Command {
  const names = Object.keys(all).join(', ')
  const each = Object.values(all).flatMap((one) => one?.command ?? [])
  return {
    summary: `${summary}\n\n${each.map((one) => `  ${one.summary}`).join('\n')}`,
    options: Object.assign({}, ...each.map(({ options }) => options)),
    async run([name = '', ...args], io) {
      const { command, operand } = (Object.hasOwn(all, name) && all[name]) || {}
      if (!command) throw new UsageError(`say which: ${names}`)
      const [first = '-', ...rest] = args
      const isBare = operand !== undefined && !first.startsWith('-')
      return command.run(isBare ? [`--${operand}`, first, ...rest] : args, io)
    },
  }
}
