import { type Bits, openBits } from './bits.ts'

/** What a transparency and consent string says of purposes; vendors are passed over. */
export interface TcString {
  readonly policyVersion: number
  readonly created: Date
  readonly lastUpdated: Date
  /** What was said to all whom the string is for. */
  readonly general: Said
  /** What was said to the shop itself, where the string has a segment for it. */
  readonly publisher: Said | undefined
  /** Whether the string names the vendors that the shopper was told of. */
  readonly disclosesVendors: boolean
}

/** 24 bits each, purpose 1 first. */
export interface Said {
  /** Consent; in Canada, express consent. */
  readonly consents: number
  /** A legitimate interest not objected to; in Canada, implied consent. */
  readonly interests: number
}

/** The two frameworks differ in a few fields ahead of the purposes, and in how they list vendors. */
export interface TcFormat {
  readonly version: number
  readonly flagBits: number
  readonly hasVendorRanges: boolean
}

/** TCF of IAB Europe, section 2 of GPP. */
export const europe: TcFormat = { version: 2, flagBits: 2, hasVendorRanges: true }

/** TCF of IAB Canada, section 5 of GPP. */
export const canada: TcFormat = { version: 1, flagBits: 1, hasVendorRanges: false }

const disclosedVendors = 1
const allowedVendors = 2
const publisherPurposes = 3

/**
 * Reads a TC string. Vendor lists are stepped over and never laid out: one range of 33 bits can name
 * 65,535 vendors.
 * @throws RangeError if any part is not as it should be.
 */
export function readTcString(text: string, format: TcFormat): TcString {
  const [core = '', ...segments] = text.split('.')
  const parts = new Map<number, Bits>()
  for (const segment of segments) {
    const bits = openBits(segment)
    const type = bits.int(3)
    if (parts.has(type) || type < disclosedVendors || type > publisherPurposes) {
      throw new RangeError('a segment of a TC string is unknown or comes twice')
    }
    parts.set(type, bits)
  }
  if (format.hasVendorRanges) {
    for (const type of [disclosedVendors, allowedVendors]) {
      const vendors = parts.get(type)
      if (vendors) skipVendors(vendors)
    }
  }
  const publisher = parts.get(publisherPurposes)
  return {
    ...readCore(openBits(core), format),
    publisher: publisher && readPublisher(publisher),
    disclosesVendors: parts.has(disclosedVendors),
  }
}

function readCore(bits: Bits, { version, flagBits, hasVendorRanges }: TcFormat) {
  if (bits.int(6) !== version) throw new RangeError('a TC string has another version')
  const created = readDate(bits)
  const lastUpdated = readDate(bits)
  const platform = bits.int(12)
  // Its version, the screen, the language and the version of the vendor list.
  bits.skip(12 + 6 + 12 + 12)
  const policyVersion = bits.int(6)
  // Then the special features.
  bits.skip(flagBits + 12)
  const general = readSaid(bits)
  if (hasVendorRanges) {
    // The treatment of purpose 1.
    bits.skip(1)
    const country = [bits.int(6), bits.int(6)]
    if (platform < 2 || country.some((letter) => letter > 25)) {
      throw new RangeError('a TC string has no platform or country that can be')
    }
    skipVendors(bits)
    skipVendors(bits)
    skipRestrictions(bits)
  }
  return { policyVersion, created, lastUpdated, general }
}

function readPublisher(bits: Bits): Said {
  const said = readSaid(bits)
  const customPurposes = bits.int(6)
  bits.skip(2 * customPurposes)
  return said
}

function readSaid(bits: Bits): Said {
  return { consents: bits.int(24), interests: bits.int(24) }
}

function readDate(bits: Bits): Date {
  return new Date(bits.int(36) * 100)
}

function skipVendors(bits: Bits): void {
  const maxId = bits.int(16)
  const isRange = bits.int(1) === 1
  if (isRange) skipRanges(bits)
  else bits.skip(maxId)
}

function skipRanges(bits: Bits): void {
  for (let ranges = bits.int(12); ranges > 0; ranges--) {
    const isRange = bits.int(1) === 1
    bits.skip(isRange ? 32 : 16)
  }
}

function skipRestrictions(bits: Bits): void {
  for (let restrictions = bits.int(12); restrictions > 0; restrictions--) {
    // Purpose and kind of restriction.
    bits.skip(8)
    skipRanges(bits)
  }
}
