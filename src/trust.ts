import { type Config, fromEnv } from './config/index.ts'
import { type ConsentTrust, type KeySource, pinnedKeys, remoteKeys } from './consent/index.ts'

/**
 * Whose consent tokens count. Without `consent` in the configuration there is no trust, and every
 * token is none. A key server that fails is told to `report`. Variables are read with the first request: only then does a Worker have them.
 */
export function trustOf(
  { consent }: Config,
  report: (error: unknown) => void = () => undefined,
): (env: unknown) => ConsentTrust | undefined {
  let trust: ConsentTrust | undefined
  return (env) => {
    if (consent)
      trust ??= { ...consent, keys: keySource(fromEnv('consent.keys', consent.keys, env), report) }
    return trust
  }
}

function keySource(keys: unknown, report: (error: unknown) => void): KeySource {
  const isAddress = typeof keys === 'string' && keys.startsWith('https://')
  return isAddress ? remoteKeys(keys, { report }) : pinnedKeys(keys)
}
