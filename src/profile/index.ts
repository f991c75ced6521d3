export {
  clearProfile,
  type ProfileReading,
  type ProfileRules,
  profileCookie,
  type ReadProfileOptions,
  readProfile,
  type WriteProfileOptions,
  writeProfile,
} from './cookie.ts'
export { type ProfileKey, type ProfileKeys, profileKeys } from './keys.ts'
export { inCart, type Profile, type ProfileContent, viewed } from './profile.ts'
