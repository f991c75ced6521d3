import type { Config } from './config/index.ts'
import type { NoticeFacts, PageNotice, PermitPolicy } from './consent/index.ts'
import { Recent } from './lib/recent.ts'
import {
  jurisdictionOf,
  type Place,
  placeCode,
  placeOf,
  pricingDisclosureOf,
} from './policy/index.ts'

/** What lets prices be personal on a page: that it is going to say so. */
export interface Disclosed {
  /** What the operator turned on, with personal prices. */
  readonly policy: PermitPolicy
  /** What the page has to say if they are permitted. */
  readonly notice: PageNotice
}

/** How many disclosures an isolate remembers: places times languages. */
const mostRemembered = 200

const duties = ['none', 'notice', 'fixed-text']

/** Builds what discloses personal prices, before they are permitted; nothing, where there are none. */
export function priceDisclosures(consent: Config['consent']) {
  const { pricing } = consent ?? {}
  if (!consent || !pricing) return undefined
  const policy: PermitPolicy = { ...consent, pricing: { ...pricing, disclosed: true } }
  const remembered = new Recent<string, Disclosed>(mostRemembered)

  return function disclose({ consent: result, place: here, language }: NoticeFacts) {
    const chosenAt = result && 'consent' in result ? placeOf(result.consent.jurisdiction) : here
    const place = dutyAt(chosenAt) > dutyAt(here) ? chosenAt : here
    const key = `price ${jurisdictionOf(place).id} ${placeCode(place)} ${language}`
    const known = remembered.get(key)
    if (known) return known
    const body = pricing.disclosure({ place, language })
    if (!(body instanceof Uint8Array && body.length > 0)) return undefined
    const made = { policy, notice: { key, body } }
    remembered.set(key, made)
    return made
  }
}

function dutyAt(place: Place): number {
  return duties.indexOf(pricingDisclosureOf(jurisdictionOf(place).id, place))
}
