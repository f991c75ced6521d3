import { type Arrival, keepAlive } from './arrival.ts'
import type { Config } from './config/index.ts'
import {
  type ConsentResult,
  type ConsentService,
  type ConsentSite,
  type ConsentTrust,
  isPermitted,
  type NoticeFacts,
  type Permission,
  type Renewal,
  verifyConsent,
  waitAtMost,
} from './consent/index.ts'
import { ConfigError } from './errors.ts'
import { concatBytes } from './lib/bytes.ts'
import { isInAdvance } from './lib/in-advance.ts'
import type { Soon } from './lib/soon.ts'
import { bodyPlace, headPlace } from './page/index.ts'
import { purposes } from './policy/index.ts'
import { type Disclosed, priceDisclosures } from './price-disclosures.ts'

/** What a page carries beside what is chosen for its slots. */
export interface Extras {
  /** Other bytes have another key. */
  readonly key: string
  /** What comes behind what is in a slot, or at a place of the page. */
  readonly content: ReadonlyMap<string, Uint8Array>
}

/** A choice that goes on in a new token. */
export interface Renewed {
  readonly consent: ConsentResult
  readonly setCookie: string
}

/** The consent service of a configuration, as pages need it. A fault in it costs them the notice alone. */
export interface Notices {
  /** Answers the addresses of the service; `undefined` for every other one. */
  answer(arrival: Arrival): Promise<Response | undefined>
  /** A token anew, where there is to be one and it counts. */
  renew(arrival: Arrival, facts: NoticeFacts, trust: ConsentTrust): Soon<Renewed | undefined>
  /** What a page would say of personal prices. Where there is nothing, they must not be permitted. */
  disclose(facts: NoticeFacts): Disclosed | undefined
  extrasFor(
    facts: NoticeFacts & { readonly disclosed?: Disclosed | undefined },
    permission: Permission,
  ): Extras | undefined
}

type NoticeTools = Pick<ConsentSite, 'trust' | 'now' | 'random' | 'report'>

/** The longest a page waits for a new token. */
const patienceMs = 250

/** Opens the consent service of a configuration; nothing, where pages carry nothing beside their slots. */
export function openNotices({ consent, site, slots }: Config, tools: NoticeTools) {
  const { now, report } = tools
  const { languages } = site
  const service = consent?.service?.({ ...consent, languages, policy: consent, ...tools })
  const head = consent?.head
  const disclose = priceDisclosures(consent)
  const asking = Object.entries(slots).filter(([, options]) => 'ask' in options && options.ask)
  return service || head || disclose ? noticesOf(service) : undefined

  function noticesOf(service: ConsentService | undefined): Notices {
    return {
      answer: async ({ request, env }) => service?.answer(request, env),

      renew(arrival, facts, trust) {
        const { request, env } = arrival
        if (!isVisit(request)) return undefined
        const renewing = attempt(() => service?.renew(request, env, facts))
        return renewing && checkSoon(renewing, arrival, trust)
      },

      disclose: (facts) => attempt(() => disclose?.(facts)),

      extrasFor(facts, permission) {
        let key = ''
        const content = new Map<string, Uint8Array>()
        const add = (place: string, name = '', bytes?: Uint8Array) => {
          if (!bytes) return
          const before = content.get(place)
          content.set(place, before ? concatBytes([before, bytes]) : bytes)
          key += ` ${place} ${name}`
        }
        if (head)
          add(
            headPlace,
            verdictsOf(permission),
            attempt(() => head(permission)),
          )
        const notice = attempt(() => service?.notice(facts))
        add(headPlace, notice?.key, notice?.head)
        add(bodyPlace, notice?.key, notice?.body)
        if (isPermitted(permission, 'pricing')) {
          const said = facts.disclosed?.notice
          add(bodyPlace, said?.key, said?.body)
        }
        for (const [id, { purpose }] of asking) {
          if (isPermitted(permission, purpose)) continue
          const question = attempt(() => service?.ask(purpose, facts))
          add(id, question?.key, question?.body)
        }
        return content.size > 0 ? { key, content } : undefined
      },
    }
  }

  /** A renewal counts once it is verified. One that takes long goes on without its page. */
  async function checkSoon(
    renewing: Promise<Renewal | undefined>,
    arrival: Arrival,
    trust: ConsentTrust,
  ): Promise<Renewed | undefined> {
    let renewed: Renewed | undefined
    const checked = renewing
      .then(async (renewal) => {
        if (!renewal) return
        const consent = await verifyConsent(renewal.token, trust, now())
        if ('consent' in consent) renewed = { consent, setCookie: renewal.setCookie }
        else if (consent.reason === 'consent-untrusted') throw unknownKey()
      })
      .catch(report)
    keepAlive(arrival, checked)
    await waitAtMost(checked, patienceMs)
    return renewed
  }

  function attempt<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      report(error)
      return undefined
    }
  }
}

/** Somebody goes to a page: what it loads comes after it, and what is fetched in advance may never be seen. */
function isVisit({ method, headers }: Request): boolean {
  const destination = headers.get('sec-fetch-dest') ?? 'document' // not every browser says it
  return method === 'GET' && destination === 'document' && !isInAdvance(headers)
}

function verdictsOf(permission: Permission): string {
  return purposes.map((purpose) => permission[purpose].reason ?? '').join()
}

function unknownKey(): ConfigError {
  return new ConfigError('consent.keys', 'must hold the public half of the key that signs')
}
