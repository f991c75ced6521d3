import { GVL, TCModel, TCString } from '@iabtechlabtcf/core'

const purposeIds = Array.from({ length: 11 }, (_, index) => index + 1)

/** The part of a global vendor list that the official encoder looks at. */
const vendorList = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 100,
  lastUpdated: '2026-10-01T00:00:00Z',
  purposes: Object.fromEntries(
    purposeIds.map((id) => [id, { id, name: '', description: '', illustrations: [] }]),
  ),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  dataCategories: {},
  vendors: Object.fromEntries(
    [2, 3, 8, 700].map((id) => [
      id,
      {
        id,
        name: '',
        purposes: [1, 3, 4],
        legIntPurposes: [2, 7],
        flexiblePurposes: [],
        specialPurposes: [],
        features: [],
        specialFeatures: [],
      },
    ]),
  ),
}

export interface Choices {
  readonly consents?: readonly number[]
  readonly interests?: readonly number[]
  readonly publisherConsents?: readonly number[]
  readonly publisherInterests?: readonly number[]
  readonly vendors?: readonly number[]
  readonly policyVersion?: number
  readonly made?: string
}

export const all = purposeIds

/** A TC string, written by the official encoder. */
export function tcString({
  consents = [],
  interests = [],
  publisherConsents = consents,
  publisherInterests = interests,
  vendors = [2, 8],
  policyVersion = 5,
  made = '2026-11-01T00:00:00Z',
}: Choices): string {
  const gvl = { ...vendorList, tcfPolicyVersion: policyVersion }
  const model = new TCModel(new GVL(gvl as unknown as ConstructorParameters<typeof GVL>[0]))
  model.cmpId = 10
  model.cmpVersion = 1
  model.purposeConsents.set([...consents])
  model.purposeLegitimateInterests.set([...interests])
  model.publisherConsents.set([...publisherConsents])
  model.publisherLegitimateInterests.set([...publisherInterests])
  model.vendorConsents.set([...vendors])
  model.vendorsDisclosed.set([...vendors])
  model.created = new Date(made)
  model.lastUpdated = new Date(made)
  return TCString.encode(model)
}

/** The same string without a segment: 1 disclosed vendors, 3 the publisher's. */
export function without(text: string, ...types: number[]): string {
  const [core, ...segments] = text.split('.')
  const kept = segments.filter((segment) => !types.includes(typeOf(segment)))
  return [core, ...kept].join('.')
}

function typeOf(segment: string): number {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.indexOf(segment.charAt(0)) >> 3
}
