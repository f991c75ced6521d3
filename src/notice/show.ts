import type { NoticeFacts, PageNotice } from '../consent/index.ts'
import { Recent } from '../lib/recent.ts'
import type { Purpose } from '../policy/index.ts'
import type { Service } from './options.ts'
import { banner, chip, question } from './pages/banner.ts'
import { shadowed } from './pages/frame.ts'
import type { Markup } from './pages/markup.ts'
import type { Shown } from './pages/rules.ts'
import { offeredAt, signalledAt } from './regime.ts'
import { isOpen } from './standing.ts'
import type { Words } from './words/words.ts'

/** How many different notices an isolate remembers: languages times places times what is open. */
const mostRemembered = 200

const encoder = new TextEncoder()
const none: ReadonlySet<Purpose> = new Set()

/** Builds what pages show: a banner while something is open, then the way back to the choice. */
export function notices(service: Service) {
  const { wordsOf, options, files, wanted, site } = service
  const { asking = 'here', styles = 'inline' } = options
  const remembered = new Recent<string, PageNotice>(mostRemembered)
  return { notice, ask }

  function notice(facts: NoticeFacts): PageNotice {
    const words = wordsOf(facts.language)
    const { gpc } = facts
    const { asked, isOptOut } = openAt(facts)
    if (asking === 'elsewhere' || asked.length === 0) {
      const isHonoured = gpc && !hasException(facts)
      const key = `${words.language} chip ${isHonoured}`
      return remember(key, 'chip', words, () => chip(words, isHonoured))
    }
    const key = `${words.language} ${isOptOut ? 'notice' : 'banner'} ${gpc} ${asked.join()}`
    return remember(key, 'bar', words, () => banner(words, { asked, isOptOut, gpc }))
  }

  function ask(purpose: Purpose, facts: NoticeFacts): PageNotice | undefined {
    const words = wordsOf(facts.language)
    if (!openAt(facts).asked.includes(purpose)) return undefined
    const key = `${words.language} beside ${purpose}`
    return remember(key, 'beside', words, () => question(words, purpose))
  }

  function remember(key: string, shown: Shown, words: Words, make: () => Markup): PageNotice {
    const known = remembered.get(key)
    if (known) return known
    const style = styles === 'inline' ? service.styles[shown] : undefined
    const body = encoder.encode(shadowed(words, make(), { shown, style, files }))
    const made = Object.freeze({ key, body })
    remembered.set(key, made)
    return made
  }

  /** What the shopper has yet to decide, and whether a notice is enough. */
  function openAt({ consent: result, gpc, place }: NoticeFacts) {
    const signalled = gpc ? signalledAt(place) : none
    const offered = offeredAt(place, wanted)
    const consent = result && 'consent' in result ? result.consent : undefined
    // A cookie that nobody can read is not asked about: the next answer would not be read either.
    const isUnreadable = result && 'reason' in result && result.reason === 'consent-unreadable'
    const open = isUnreadable
      ? []
      : offered.filter(
          ({ purpose }) => !signalled.has(purpose) && isOpen(purpose, consent, site.now()),
        )
    return {
      asked: open.map(({ purpose }) => purpose),
      isOptOut: site.policy.noticeMode && offered.every(({ ground }) => ground === 'optOut'),
    }
  }
}

function hasException({ consent }: NoticeFacts): boolean {
  return consent !== undefined && 'consent' in consent && consent.consent.overrides.length > 0
}
