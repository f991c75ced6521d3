import type { NoticeFacts, Renewal } from '../consent/index.ts'
import type { choosing } from './choose.ts'
import { handOver, renewToken } from './mint-choice.ts'
import type { Service } from './options.ts'
import { offeredAt } from './regime.ts'
import { standingConsent } from './standing.ts'

const halfDayMs = 43_200_000

/** Builds what keeps a choice alive from day to day, and what a notice of opt-out comes with. */
export function renewals(
  service: Service,
  { chooserOf, choose, mintOf }: ReturnType<typeof choosing>,
) {
  const { site, wanted, wordsOf, options, recordSeconds } = service

  return function renew(
    request: Request,
    env: unknown,
    facts: NoticeFacts,
  ): Promise<Renewal | undefined> | undefined {
    if (isAging(facts)) return renewStanding(request, env)
    return isFirstOnNotice(facts) ? chooseByDefault(request, env, facts) : undefined
  }

  /** Near its end, or past it. */
  function isAging({ consent: result }: NoticeFacts): boolean {
    if (!result) return false
    if ('reason' in result) return result.reason === 'consent-expired'
    return result.consent.expiresAt.getTime() - site.now().getTime() < halfDayMs
  }

  async function renewStanding(request: Request, env: unknown): Promise<Renewal | undefined> {
    const now = site.now()
    // One that was taken back keeps its entry in the list, and so is worth nothing anew either.
    const trust = site.trust(env)
    const standing = await standingConsent(request.headers, trust, { now, recordSeconds })
    if (!standing) return undefined
    const mint = mintOf(env, now)
    const token = await renewToken(standing, mint)
    return { token, setCookie: handOver(token, mint) }
  }

  /** Nothing chosen where a notice is enough, and the operator rests on that. */
  function isFirstOnNotice({ consent: result, place }: NoticeFacts): boolean {
    const isAbsent = !result || ('reason' in result && result.reason === 'consent-absent')
    const { noticeMode } = site.policy
    if (!isAbsent || !noticeMode || options.asking === 'elsewhere') return false
    const offered = offeredAt(place, wanted)
    return offered.length > 0 && offered.every(({ ground }) => ground === 'optOut')
  }

  async function chooseByDefault(
    request: Request,
    env: unknown,
    { language }: NoticeFacts,
  ): Promise<Renewal> {
    const chooser = await chooserOf(request, env)
    // A signal is the shopper's own word against a default.
    const asked = wanted.filter((purpose) => !chooser.signalled.has(purpose))
    const decision = { asked, granted: new Set(asked) }
    const manner = { mechanism: 'default', words: wordsOf(language), isConfirmed: false } as const
    const { token, setCookies } = await choose(decision, chooser, manner, env)
    return { token, setCookie: setCookies[0] as string }
  }
}
