import { type Mechanism, readGpc, readPlace, waitAtMost } from '../consent/index.ts'
import { entryOf, statusOf } from '../consent/revocation.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Place, Purpose } from '../policy/index.ts'
import { clearProfile } from '../profile/index.ts'
import { type DecisionContext, decide, type NewChoice } from './decide.ts'
import type { Decision } from './form.ts'
import { type ChoiceEvent, handOver, type Mint, mintChoice } from './mint-choice.ts'
import type { Service } from './options.ts'
import { codeOf, signalledAt } from './regime.ts'
import { type Standing, standingConsent, takenBack } from './standing.ts'
import type { Words } from './words/words.ts'

/** What is known of somebody who chooses. */
export interface Chooser {
  readonly place: Place
  readonly gpc: boolean
  /** What the browser's signal forbids here; empty without one. */
  readonly signalled: ReadonlySet<Purpose>
  readonly standing: Standing | undefined
  readonly now: Date
}

/** How a choice came about. */
export interface Manner {
  readonly mechanism: Mechanism
  readonly words: Words
  readonly isException?: boolean
  readonly isConfirmed?: boolean
  /** When it was made, if before now. */
  readonly chosenAt?: Date | undefined
}

/** A choice that was made, and the cookies that keep it. */
export interface MadeChoice {
  readonly choice: NewChoice
  readonly token: string
  readonly setCookies: readonly string[]
}

/** The longest an answer waits for the list of withdrawals. */
const patienceMs = 2000

/** Builds the step from an answer to a token. */
export function choosing(service: Service) {
  const { site, options, keysOf, recordSeconds, version } = service
  const digests = new Map<Words, string>()
  return { chooserOf, choose, mintOf }

  /** Reads who asks: place, signal and what they chose before. */
  async function chooserOf(request: Request, env: unknown): Promise<Chooser> {
    const now = site.now()
    const place = readPlace(request.cf)
    const gpc = readGpc(request.headers)
    const found = await standingConsent(request.headers, site.trust(env), { now, recordSeconds })
    const standing = found && (await isRevoked(found, env)) ? takenBack(found) : found
    return { place, gpc, signalled: gpc ? signalledAt(place) : new Set(), standing, now }
  }

  function mintOf(env: unknown, now: Date): Mint {
    const { issuer, audience, random } = site
    return { issuer, audience, privateJwk: keysOf(env).privateJwk, recordSeconds, now, random }
  }

  /** Decides, mints, and tells the log and the list of withdrawals. */
  async function choose(
    decision: Decision,
    chooser: Chooser,
    manner: Manner,
    env: unknown,
  ): Promise<MadeChoice> {
    const { place, gpc, signalled, standing, now } = chooser
    const { mechanism, words, isException = false, isConfirmed = true, chosenAt = now } = manner
    const context: DecisionContext = { consent: standing?.consent, signalled, isException }
    const choice = decide(decision, context)
    const isNewRecord = choice.isWithdrawal || standing?.isRevoked === true
    const mint = mintOf(env, now)
    const event: ChoiceEvent = {
      choice,
      mechanism,
      isConfirmed,
      chosenAt,
      place,
      gpc,
      basis: isConfirmed ? 'consent' : 'optout',
      age: options.age ?? 'unknown',
      language: words.language,
      notice: { id: version, hash: await digestOf(words) },
      epoch: site.trust(env)?.epoch ?? 0,
      isNewRecord,
      policy: site.policy.policies?.[0] ?? 'none',
      status: await entryFor(choice, isNewRecord ? undefined : standing, env),
    }
    const token = await mintChoice(event, standing, mint)
    if (choice.isWithdrawal && standing) await revoke(standing, env)
    await tell(event, env)
    const setCookies = [handOver(token, mint), ...(choice.isWithdrawal ? [clearProfile()] : [])]
    return { choice, token, setCookies }
  }

  /** A choice that goes on keeps its entry in the list of withdrawals; a new record gets a new one. */
  async function entryFor(choice: NewChoice, goingOn: Standing | undefined, env: unknown) {
    const entry = goingOn?.consent.status
    if (entry) return entry
    try {
      const made = await soon(storeOf(env)?.allocate())
      return made && statusOf(site.issuer, made)
    } catch (error) {
      // With a no there is nothing to take back, and it is heard whatever fails.
      if (choice.isGiving) throw error
      site.report(error)
      return undefined
    }
  }

  // The new token is the shopper's already; that the list could not be reached must not undo a no.
  async function revoke({ consent }: Standing, env: unknown): Promise<void> {
    const entry = consent.status && entryOf(site.issuer, consent.status)
    if (!entry) return
    try {
      await soon(storeOf(env)?.revoke(entry))
    } catch (error) {
      site.report(error)
    }
  }

  // Somebody may bring back the cookie of before a withdrawal. In doubt nothing in it is given.
  async function isRevoked({ consent }: Standing, env: unknown): Promise<boolean> {
    const entry = consent.status && entryOf(site.issuer, consent.status)
    const store = storeOf(env)
    if (!entry || !store) return false
    try {
      return (await soon(store.revoked(entry.list)))?.includes(entry.index) !== false
    } catch (error) {
      site.report(error)
      return true
    }
  }

  function storeOf(env: unknown) {
    return options.revocations?.(env as never)
  }

  async function tell(
    { choice, mechanism, gpc, place, chosenAt }: ChoiceEvent,
    env: unknown,
  ): Promise<void> {
    try {
      const states = choice.states
      const event = { at: chosenAt, mechanism, jurisdiction: codeOf(place), states, gpc }
      await options.onChoice?.(event, env as never)
    } catch (error) {
      site.report(error)
    }
  }

  async function digestOf(words: Words): Promise<string> {
    const known = digests.get(words) ?? (await sha256(JSON.stringify(words)))
    digests.set(words, known)
    return known
  }
}

/** Fails also when work takes too long: it goes on by itself, and an answer does not wait for it. */
async function soon<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  if (!work) return undefined
  let done: { readonly value: T } | undefined
  const noted = work.then((value) => {
    done = { value }
  })
  await waitAtMost(noted, patienceMs)
  if (!done) throw new Error('revocation store: it takes too long')
  return (done as { readonly value: T }).value
}
