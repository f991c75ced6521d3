import { ConfigError } from '../errors.ts'

/**
 * The value of an option that may say `env:NAME`.
 *
 * @throws ConfigError that names the option and the variable, when the variable is not set.
 */
export function fromEnv<T>(option: string, value: T, env: unknown): T | string {
  if (typeof value !== 'string' || !value.startsWith('env:')) return value
  const name = value.slice('env:'.length)
  const found = (env as Record<string, unknown> | undefined)?.[name]
  if (typeof found === 'string' && found !== '') return found
  throw new ConfigError(
    option,
    `the variable ${name} must be set; add it to [vars] in wrangler.toml`,
  )
}
