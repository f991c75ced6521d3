import type { Purpose } from '../policy/index.ts'
import { type Bits, openBits } from './bits.ts'
import { everything, furtherUse, profiling, sharing, union } from './reach.ts'

interface Layout {
  readonly version: number
  /** One letter for each two bits after the version; those of `meanings` are read. */
  readonly fields: string
}

interface Section {
  /** Several where encoders wrote one version with the lengths of another. */
  readonly layouts: readonly Layout[]
  /** What a second segment holds: the Global Privacy Control bit, or consents to sensitive data. */
  readonly tail: 'gpc' | 'sensitive'
}

/**
 * `o` an opt-out of sale, sharing or targeted advertising, `s` sensitive data, `c` a known child,
 * `p` use beyond what the data was given for; `.` is passed over.
 */
const sections: ReadonlyMap<number, Section> = new Map([
  [7, usnat('......ooo ssssssssssss cc p...', '......ooo ssssssssssssssss ccc p...')],
  [8, state('...oo sssssssss cc p...')], // California
  [9, state('...oo ssssssss c ...')], // Virginia
  [10, state('...oo sssssss c ...')], // Colorado
  [11, state('....oo ssssssss c ...')], // Utah
  [12, state('...oo ssssssss ccc ...')], // Connecticut
  [13, state('...oo ssssssss ccc p...')], // Florida
  [14, state('...oo ssssssss ccc p...')], // Montana
  [15, state('...oo sssssssssss ccc p...')], // Oregon
  [16, state('...oo ssssssss c p...')], // Texas
  [17, state('...oo sssssssss ccccc p...')], // Delaware
  [18, state('....oo ssssssss c ...')], // Iowa
  [19, state('...oo ssssssss c p...')], // Nebraska
  [20, state('...oo ssssssss ccc p...')], // New Hampshire
  [21, state('...oo ssssssssss ccccc p...')], // New Jersey
  [22, state('...oo ssssssss c p...')], // Tennessee
  [23, state('...oo ssssssss c p...')], // Minnesota
  [24, state('.....oo p')], // Maryland
  [25, state('.....oo c p', 'sensitive')], // Indiana
  [26, state('.....oo c p', 'sensitive')], // Kentucky
  [27, state('.....oo c p', 'sensitive')], // Rhode Island
])

/**
 * What a field denies by its value: 1 is the opt-out, or the missing consent. A field about known
 * children that has any value says that this shopper is one; 0 is "not applicable".
 */
const meanings: ReadonlyMap<string, ReadonlySet<Purpose>> = new Map([
  ['o1', sharing],
  ['s1', profiling],
  ['c1', everything],
  ['c2', furtherUse],
  ['p1', furtherUse],
])

/**
 * What a US section of a GPP string denies.
 * @throws RangeError if it is unknown or not as it should be.
 */
export function deniedByUsSection(id: number, text: string): Set<Purpose> {
  const section = sections.get(id)
  if (!section) throw new RangeError('an unknown section of a GPP string')
  const [core = '', ...tails] = text.split('.')
  const readings = readingsOf(section.layouts, core).map(({ fields }) => {
    const bits = openBits(core)
    bits.skip(6)
    return deniedByFields(bits, fields)
  })
  const further = tails.map((tail) =>
    section.tail === 'gpc' ? deniedByGpc(openBits(tail)) : deniedBySensitive(openBits(tail)),
  )
  return union([...readings, ...further])
}

/** The layout a core is surely written in; where its version and length disagree, every one. */
function readingsOf(layouts: readonly Layout[], core: string): readonly Layout[] {
  const sure = layouts.filter((layout) => isWrittenIn(layout, core))
  if (sure.length > 0) return sure
  const isKnown = layouts.some(({ version }) => version === openBits(core).int(6))
  if (isKnown && layouts.length > 1) return layouts
  throw new RangeError('a section of a GPP string has another version or length')
}

function isWrittenIn({ version, fields }: Layout, core: string): boolean {
  const bits = openBits(core)
  if (bits.int(6) !== version || core.length * 6 < 6 + fields.length * 2) return false
  bits.skip(fields.length * 2)
  return bits.isPadding()
}

function deniedByFields(bits: Bits, fields: string): Set<Purpose> {
  return union(
    [...fields].map((field) => {
      const value = bits.int(2)
      if (field === '.') return []
      if (value === 3) throw new RangeError('a field of a GPP string is 0, 1 or 2')
      return meanings.get(`${field}${value}`) ?? []
    }),
  )
}

function deniedByGpc(bits: Bits): Iterable<Purpose> {
  if (bits.int(2) !== 1) throw new RangeError('an unknown segment of a GPP section')
  return bits.int(1) === 1 ? sharing : []
}

function deniedBySensitive(bits: Bits): Iterable<Purpose> {
  return deniedByFields(bits, 'ssssssss')
}

function state(fields: string, tail: Section['tail'] = 'gpc'): Section {
  return { layouts: [{ version: 1, fields: fields.replaceAll(' ', '') }], tail }
}

function usnat(...layouts: string[]): Section {
  const versions = layouts.map((fields, index) => ({
    version: index + 1,
    fields: fields.replaceAll(' ', ''),
  }))
  return { layouts: versions, tail: 'gpc' }
}
