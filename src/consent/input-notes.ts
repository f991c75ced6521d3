import type { InputName } from './inputs.ts'

// For people: the command line and the documents.

/** What each input looks at, and when it takes a purpose away. */
export const inputNotes: Readonly<Record<InputName, { looksAt: string; takesAway: string }>> = {
  policy: {
    looksAt: 'what the operator turned on: `consent.purposes`, `consent.pricing`',
    takesAway: 'a purpose that is off; personal prices unless they are enabled and disclosed',
  },
  token: {
    looksAt: 'form, signature, issuer, audience and times of the token',
    takesAway: 'everything, when one of them is wrong, or the keys cannot be had',
  },
  law: {
    looksAt: 'the rows of the place and of the token; the stricter counts',
    takesAway: 'what one of them prohibits; personal prices of food in Maryland',
  },
  age: {
    looksAt: 'the age band in the token, and whether a parent agreed',
    takesAway:
      'profiling of anybody under 18; all but contextual under the age that a row names, or where a parent is missing; advertising to an unknown age',
  },
  gpc: {
    looksAt: 'Global Privacy Control, on the request and when the choice was made',
    takesAway:
      'what the row says, unless the token names an override made after the conflict was shown',
  },
  signals: {
    looksAt: 'TCF, GPP and US Privacy strings and the cookies of banners',
    takesAway: 'what any of them denies; none of them can give',
  },
  revocation: {
    looksAt: 'the status list that the token names',
    takesAway:
      'everything, when the token is revoked; what needs the list, when it is stale or cannot be had',
  },
  denial: {
    looksAt: 'what the shopper said no to or withdrew, also in a token that cannot be verified',
    takesAway: 'that purpose, whatever the policy, the notice, the key or the epoch of today',
  },
  grant: {
    looksAt: 'what the shopper said yes to, and under which policy and epoch',
    takesAway: 'what was not asked, or was asked under a policy or epoch that no longer counts',
  },
  time: {
    looksAt: 'the end of the token and of each choice',
    takesAway: 'what is over',
  },
  ground: {
    looksAt: 'the legal ground of the yes, whether the shopper acted, and what the rows ask',
    takesAway:
      'a yes on another ground than consent, or than an opt-out where every row lets one suffice; a yes of nobody, unless notice mode is on and every row lets a notice suffice',
  },
}
