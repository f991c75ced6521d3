import type { Signal } from '../consent/index.ts'
import { type Answers, agreedTo, bannerSignal, type Categories } from './categories.ts'
import { sharing } from './reach.ts'

/**
 * The cookie `OptanonConsent` of OneTrust, by its group ids.
 * @example oneTrust({ C0002: 'measurement', C0003: 'behavioural', C0004: ['advertising', 'training'] })
 */
export function oneTrust(
  categories: Categories,
  { cookie = 'OptanonConsent' }: { readonly cookie?: string } = {},
): Signal {
  return bannerSignal({ source: 'onetrust', cookies: [cookie], categories, read })
}

function read(text: string): Answers {
  const pairs = new URLSearchParams(text)
  const [groups, second] = pairs.getAll('groups')
  if (groups === undefined || second !== undefined) throw new TypeError('needs one list of groups')
  // The banner has changed since the choice was made.
  const isOutdated = pairs.getAll('AwaitingReconsent').some((value) => value !== 'false')
  return {
    yes: isOutdated ? new Set() : agreedTo(groups.split(',').map(toAnswer)),
    denies: pairs.getAll('isGpcEnabled').some((value) => value !== '0') ? sharing : [],
  }
}

// `C0002:1` is a yes, `C0002:0` a no.
function toAnswer(group: string): [string, boolean] {
  const colon = group.lastIndexOf(':')
  return [group.slice(0, Math.max(0, colon)), group.slice(colon + 1) === '1']
}
