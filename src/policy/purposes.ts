/** What a visit may be used for, with the three-letter key each purpose has in a consent token. */
export const purposeKeys = {
  contextual: 'ctx',
  behavioural: 'beh',
  measurement: 'msr',
  pricing: 'prc',
  advertising: 'ads',
  training: 'trn',
} as const

export type Purpose = keyof typeof purposeKeys
export type PurposeKey = (typeof purposeKeys)[Purpose]

export const purposes = Object.keys(purposeKeys) as readonly Purpose[]
