import type { Command } from './command.ts'

interface Entry {
  readonly summary: string
  /** Loaded when asked for, so that `limen --help` is quick. */
  readonly load: () => Promise<Command>
}

export const commands: ReadonlyMap<string, Entry> = new Map([
  [
    'dev',
    {
      summary: 'Run Limen in front of a shop on this machine',
      load: async () => (await import('./dev.ts')).dev,
    },
  ],
  [
    'check',
    {
      summary: 'Check the configuration, the feed, the model and the policy',
      load: async () => (await import('./check.ts')).check,
    },
  ],
  [
    'data-map',
    {
      summary: 'Draw the data map: what is done with data, and who gets it',
      load: async () => (await import('./data-map.ts')).dataMap,
    },
  ],
  [
    'policy',
    {
      summary: 'Write what may be done, where: a table for people, or Cedar',
      load: async () => (await import('./policy.ts')).policy,
    },
  ],
  [
    'data',
    {
      summary: "Bring a shop's own record of visits into the laboratory",
      load: async () => (await import('./data.ts')).data,
    },
  ],
  [
    'train',
    {
      summary: 'Train a model on baskets and write it with its manifest and card',
      load: async () => (await import('./train.ts')).train,
    },
  ],
  [
    'eval',
    {
      summary: 'Measure models and simple methods on later visits, at every permission',
      load: async () => (await import('./eval.ts')).evalCommand,
    },
  ],
  [
    'model',
    {
      summary: 'Look into models, and add those that were trained elsewhere',
      load: async () => (await import('./model.ts')).model,
    },
  ],
  [
    'audit',
    {
      summary: 'Measure whom a model is fair to, and hold it against the gate',
      load: async () => (await import('./audit.ts')).audit,
    },
  ],
  [
    'release',
    {
      summary: 'Release a model in stages, and take it back',
      load: async () => (await import('./release.ts')).release,
    },
  ],
  [
    'explain',
    {
      summary: 'Say for a visit why each item ranks where it does',
      load: async () => (await import('./explain.ts')).explain,
    },
  ],
  [
    'keys',
    {
      summary: 'Make a key pair for consent tokens',
      load: async () => (await import('./keys.ts')).keys,
    },
  ],
  [
    'token',
    {
      summary: 'Mint a consent or preview token for local use',
      load: async () => (await import('./token.ts')).token,
    },
  ],
  [
    'explain-permission',
    {
      summary: 'Explain what may be done with a visit, and why',
      load: async () => (await import('./explain-permission.ts')).explainPermissionCommand,
    },
  ],
])

export function overview(): string {
  const width = Math.max(...Array.from(commands.keys(), (name) => name.length)) + 2
  const names = [...commands].map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`)
  return `Usage: limen <command> [options]\n\n${names.join('\n')}\n\nOptions of a command: limen <command> --help`
}

export function helpFor(name: string, { summary, options }: Command): string {
  const rows = Object.entries(options).map(([option, { type, description, default: value }]) => {
    const flag = `--${option}${type === 'string' ? ' <…>' : ''}`
    const fallback = typeof value === 'string' && value !== '' ? ` (default: ${value})` : ''
    return `  ${flag.padEnd(24)}${description}${fallback}`
  })
  return `${summary}\n\nUsage: limen ${name} [options]\n\n${rows.join('\n')}`
}
