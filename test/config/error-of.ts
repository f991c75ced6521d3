import { ConfigError } from '../../src/errors.ts'

/** The error that building something threw. */
export function errorOf(work: () => unknown): ConfigError {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
