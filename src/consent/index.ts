export {
  type Age,
  ages,
  type Basis,
  type Choice,
  type ChoiceState,
  type ConsentContent,
  type Mechanism,
  withoutGrants,
} from './claims.ts'
export { consentCookie, consentFromRequest, readConsentCookie } from './cookie.ts'
export { denialsFromRequest, readDenials } from './denials.ts'
export type { JsonObject } from './form.ts'
export type { InputName, PermitPolicy, Revocation } from './inputs.ts'
export { type ConsentTrust, readSigned } from './jwt.ts'
export {
  type Algorithm,
  algorithms,
  type KeyResult,
  type KeySource,
  type PrivateJwk,
  pinnedKeys,
  readPrivateKey,
} from './keys.ts'
export type { Lowering } from './lowering.ts'
export { readLowerings, type Signal } from './lowerings.ts'
export { type ConsentOptions, generateKeys, mintConsent, type Random } from './mint.ts'
export { waitAtMost } from './patience.ts'
export {
  defaultPolicy,
  explainPermission,
  isPermitted,
  type Permission,
  type PermitOptions,
  type PurposeDecision,
  type PurposeVerdicts,
  permit,
} from './permission.ts'
export { readPlace } from './place.ts'
export {
  mintPreview,
  type Preview,
  type PreviewOptions,
  type PreviewResult,
  verifyPreview,
} from './preview.ts'
export { type RememberedToken, type TokenMemory, tokenMemory } from './remembered.ts'
export { type RemoteKeysOptions, remoteKeys } from './remote-keys.ts'
export type {
  ConsentService,
  ConsentSite,
  DisclosePrices,
  NoticeFacts,
  OpenConsentService,
  PageNotice,
  PriceFacts,
  Renewal,
} from './service.ts'
export { readGpc } from './signals.ts'
export type { RevocationCheck, RevocationQuestion } from './status-source.ts'
export type { RevocationStore, StatusEntry } from './status-store.ts'
export { type Consent, type ConsentResult, verifyConsent } from './token.ts'
