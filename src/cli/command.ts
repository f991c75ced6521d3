import { readFile, writeFile } from 'node:fs/promises'
import { type ParseArgsConfig, parseArgs } from 'node:util'

interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly default?: string | boolean
  readonly short?: string
  /** One line for `--help`. */
  readonly description: string
}

type Values<Options extends Record<string, OptionSpec>> = {
  readonly [Name in keyof Options]: Options[Name]['type'] extends 'boolean'
    ? boolean
    : Options[Name] extends { default: string }
      ? string
      : string | undefined
}

/** What a command may do to the world. Tests pass their own. */
export interface Io {
  print(line: string): void
  error(line: string): void
  /** Shows how far long work is: rewrites one line on a terminal, prints nothing elsewhere. */
  progress(line: string): void
  readText(path: string): Promise<string>
  writeText(path: string, text: string): Promise<void>
}

/** A command as a value: what it does, what it takes, and how to run it. */
export interface Command {
  readonly summary: string
  readonly options: Readonly<Record<string, OptionSpec>>
  /** @returns the exit code. */
  run(args: readonly string[], io: Io): Promise<number>
}

/** A mistake in how a command was called. `message` names the option and the remedy. */
export class UsageError extends Error {}

/** Makes a command whose options are parsed by `node:util` before `run` sees them. */
export function command<const Options extends Record<string, OptionSpec>>(spec: {
  summary: string
  options: Options
  run(values: Values<Options>, io: Io): Promise<number>
}): Command {
  return {
    summary: spec.summary,
    options: spec.options,
    run: (args, io) => spec.run(parse(args, spec.options) as Values<Options>, io),
  }
}

function parse(args: readonly string[], options: Record<string, OptionSpec>): object {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, default: value, short }]) => [
      name,
      { type, ...(value !== undefined && { default: value }), ...(short && { short }) },
    ]),
  ) as NonNullable<ParseArgsConfig['options']>
  try {
    const { values } = parseArgs({ args: [...args], options: config, allowPositionals: false })
    const flags = Object.keys(options).filter((name) => options[name]?.type === 'boolean')
    return { ...Object.fromEntries(flags.map((name) => [name, false])), ...values }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** The terminal and the disk. */
export const realIo: Io = {
  print: (line) => void process.stdout.write(`${line}\n`),
  error: (line) => void process.stderr.write(`${line}\n`),
  progress: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`)
  },
  readText: (path) => readFile(path, 'utf8'),
  writeText: (path, text) => writeFile(path, text),
}
