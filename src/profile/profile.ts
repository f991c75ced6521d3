declare const permitted: unique symbol

/** What a shopper's profile says. */
export interface ProfileContent {
  /** Pairwise pseudonym of the consent under which it is kept. */
  readonly subject: string
  /** Days since 1 January 1970 in UTC; nothing finer is kept. */
  readonly createdDay: number
  /** Ids of products that were looked at, newest first. */
  readonly viewed: readonly string[]
  /** Ids of products in the cart, newest first. */
  readonly cart: readonly string[]
}

/** Proof that a profile may be kept for this shopper. Only `readProfile` makes one. */
export type Profile = ProfileContent & { readonly [permitted]: true }

/** How many ids of each kind a profile holds. */
export const maxIds = 20

/** The profile after a look at a product: the same one if that was the last thing looked at. */
export function viewed(profile: Profile, id: string): Profile {
  if (profile.viewed[0] === id) return profile
  return { ...profile, viewed: newest([id, ...profile.viewed]) }
}

/**
 * The profile with these products in the cart.
 * @param ids the whole cart, newest first.
 */
export function inCart(profile: Profile, ids: readonly string[]): Profile {
  return { ...profile, cart: newest(ids) }
}

function newest(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].slice(0, maxIds)
}
