import type { Reason } from '../decision.ts'
import type { Purpose } from '../policy/index.ts'
import type { outcomeOf } from '../preview/index.ts'
import type { Step } from '../trace.ts'
import type { Fate, Part } from './crossing.ts'

/** What each reason means, to somebody who does not know Limen. */
export const reasonWords: Readonly<Record<Reason, string>> = {
  'consent-absent': 'The shopper has not been asked yet: there is no token.',
  'consent-expired': 'The token or the choice is past its end.',
  'consent-untrusted': 'The token is not by who it says, not for this shop, or was altered.',
  'consent-unreadable': 'The token cannot be read, or its keys cannot be had now.',
  'consent-unchecked': 'A withdrawal could not be ruled out: no status list was asked.',
  'consent-too-narrow':
    'The token does not speak of this purpose, or not on a ground that carries it.',
  'consent-denied': 'The shopper said no.',
  'jurisdiction-forbids': 'The law forbids it at this age or in this place.',
  'signal-opt-out': 'The browser says no for the shopper: Global Privacy Control.',
  'policy-off': 'The shop does not do this, whatever anybody agrees to.',
  crawler: 'A crawler gets the page as the shop made it.',
  'not-html': 'The answer is no HTML page.',
  'no-slots': 'The page has no slot to fill.',
  'no-candidates': 'There was no product left to show.',
  'slot-unclosed': 'The element of the slot, or a card in it, is not closed in the page.',
  'slot-nested': 'The slot lies inside another slot, or a card inside another card.',
  'slot-repeated': 'The page has this slot more than once.',
  'slot-unsuitable':
    'The element is none that cards can be put into, or the cards are none to move.',
  'slot-hydrated': 'The slot lies where a framework such as React makes the page again.',
  'page-ambiguous': 'Browsers may read the page in different ways.',
  'page-too-large': 'The page is over the limit of the configuration.',
  'charset-unsupported': 'The charset of the page is none that cards can be written in.',
  'encoding-unsupported': 'The page came in a coding that cannot be opened.',
  'status-not-ok': 'The shop did not answer 200.',
  'method-not-get': 'Only an answer to GET is made personal.',
  fault: 'Something of ours broke, so the shop’s own page was sent.',
}

export const outcomeWords: Readonly<Record<ReturnType<typeof outcomeOf>, string>> = {
  personal: 'This page was made for this visit.',
  plain: 'This is the page as the shop made it.',
  error: 'There was no page of the shop to send.',
}

export const purposeWords: Readonly<Record<Purpose, string>> = {
  contextual: 'Fit the page to what it is about. Uses no personal data and stores nothing.',
  behavioural: 'Use what the shopper looked at and put in the cart.',
  measurement: 'Count what was shown and what came of it.',
  pricing: 'Personal prices.',
  advertising: 'Share with advertisers, or be shown their offers.',
  training: 'Improve the model with this visit.',
}

export const stepWords: Readonly<Record<Step, string>> = {
  permit: 'read consent and decide',
  rank: 'rank the catalogue',
  origin: 'the shop answers',
  page: 'find the slots',
  fill: 'make and join the cards',
}

export const fateWords: Readonly<Record<Fate, string>> = {
  kept: 'crossed',
  reduced: 'reduced',
  added: 'added',
  dropped: 'stayed here',
}

export const partWords: Readonly<Record<Part, string>> = {
  query: 'Query',
  cookies: 'Cookies',
  form: 'Form fields',
  headers: 'Headers',
}
