import { type Config, fromEnv } from './config/index.ts'
import {
  type ConsentResult,
  type ConsentTrust,
  type KeySource,
  pinnedKeys,
  type Revocation,
  type RevocationQuestion,
  remoteKeys,
  tokenMemory,
} from './consent/index.ts'
import type { Soon } from './lib/soon.ts'

type Report = (error: unknown) => void

/**
 * Whose consent tokens count. Without `consent` in the configuration there is no trust, and every
 * token is none. Variables are read with the first request: only then does a Worker have them. Keys
 * that cannot be had are told to `report`, and make every token unreadable.
 */
export function trustOf(
  { consent }: Config,
  report: Report = () => undefined,
): (env: unknown) => ConsentTrust | undefined {
  let trust: ConsentTrust | undefined
  return (env) => {
    if (!consent) return undefined
    trust ??= {
      ...consent,
      keys: keySource(consent.keys, env, report),
      memory: tokenMemory(),
    }
    return trust
  }
}

/**
 * Says whether a consent was withdrawn elsewhere. Only the configured check says `clear`; whatever
 * it cannot say is `unknown`, and costs the purposes that need it.
 */
export function revocationOf({ consent }: Config, report: Report) {
  return function findRevocation(
    result: ConsentResult | undefined,
    question: Omit<RevocationQuestion, 'status' | 'trust' | 'report'> & {
      readonly trust: ConsentTrust | undefined
    },
  ): Soon<Revocation> {
    if (consent?.insecureSkipRevocation) return 'insecure-unchecked'
    const status = result && 'consent' in result ? result.consent.status : undefined
    const { trust } = question
    const { revocation } = consent ?? {}
    if (!revocation || !trust || !status) return 'unknown'
    return ask(() => revocation({ ...question, trust, status, report }))
  }

  async function ask(check: () => Promise<Revocation>): Promise<Revocation> {
    try {
      const said = await check()
      // That nobody need be asked is for the configuration to say.
      return said === 'insecure-unchecked' ? 'unknown' : said
    } catch (error) {
      report(error)
      return 'unknown'
    }
  }
}

function keySource(option: unknown, env: unknown, report: Report): KeySource {
  try {
    const keys = fromEnv('consent.keys', option, env)
    const isAddress = typeof keys === 'string' && keys.startsWith('https://')
    return isAddress ? remoteKeys(keys, { report }) : pinnedKeys(keys)
  } catch (error) {
    report(error)
    return async () => ({ reason: 'consent-unreadable' })
  }
}
