/** Where the consent service is. */
export const consentPath = '/.limen/consent'

/** Where a shop says that it honours Global Privacy Control (w3c/gpc, GPC Support Resource). */
export const gpcPath = '/.well-known/gpc.json'
