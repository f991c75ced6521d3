export { clearProfile, profileCookie } from './cookie.ts'
export {
  type OpenedProfile,
  type OpenProfile,
  type ProfileOptions,
  type Profiles,
  profile,
} from './keep.ts'
export { newProfileKey } from './keys.ts'
export type { Profile, ProfileContent } from './profile.ts'
