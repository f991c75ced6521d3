import type { JurisdictionId } from './jurisdictions.ts'
import type { Purpose } from './purposes.ts'

// For people: the command line and the documents. Pages are served without it. Not legal advice: the
// shop's counsel confirms the defaults, and looks again where a fact is `cited` or a `judgement`.

/** What a fact is about. */
export type Topic = Purpose | 'places' | 'gpc' | 'minors' | 'clock'

/** Why a row says what it says. */
export interface Fact {
  readonly says: string
  /** Article, section or page. */
  readonly source: string
  /**
   * `read`: the source was read in November 2026. `cited`: known by its article, not read again then.
   * `judgement`: no rule says so; it is the conservative reading.
   */
  readonly standing: 'read' | 'cited' | 'judgement'
}

/** What a row is called, and where each of its cells comes from. */
export interface JurisdictionNotes {
  readonly name: string
  readonly facts: Readonly<Record<Topic, readonly Fact[]>>
}

const read = (source: string, says: string): Fact => ({ says, source, standing: 'read' })
const cited = (source: string, says: string): Fact => ({ says, source, standing: 'cited' })
const judged = (says: string): Fact => ({ says, source: 'Limen', standing: 'judgement' })

const nothingUsed = judged(
  'The page, the product, the hour, the device class and the country of this request are used; no personal data is, and nothing is stored.',
)
const trainingFollows = judged(
  'Federated training has no law of its own. It reads or stores on the device and processes personal data, so it follows behavioural or stricter.',
)
const noMinorProfiled = judged(
  'Nobody under 18 is profiled, priced or trained on, wherever it may be lawful.',
)
const pricingOff = judged('Off until the operator enables personal prices and discloses them.')
const storage = cited(
  'ePrivacy Directive 2002/58/EC Art. 5(3)',
  'Storing on a device, or reading what is stored there, needs consent unless strictly necessary.',
)
const gpcDenies = judged(
  'Denied: advertising and training. Whether a training round shares data is not known at the edge, so it counts as sharing.',
)
const gpcHonoured = judged('No rule of the place; the signal is honoured by default.')
const gpcScope = read(
  'w3c/gpc, specification of 3 April 2026',
  'The signal speaks of sale, sharing and cross-context targeting, not of first-party use in the same context.',
)

const europeanOptIn = cited(
  'GDPR Art. 6(1)(a)',
  'Consent is the ground of profiling for advertising.',
)
const californiaOptOut = cited(
  'Cal. Civ. Code 1798.120(a) and 1798.135',
  'Notice, and a right to opt out of sale and sharing at any time.',
)
const stateOptOut = cited(
  'The comprehensive privacy act of each state',
  'Notice, and a right to opt out of sale, targeted advertising and profiling with significant effects.',
)
const noStateLaw = judged(
  'No comprehensive law. A notice and a way to opt out are given all the same.',
)
const coppa = cited(
  'COPPA, 16 CFR Part 312',
  'Under 13, data is collected from a child only with verifiable consent of a parent.',
)
const coppaAmended = read(
  'COPPA amendments, general compliance date 22 April 2026',
  'Disclosure to third parties needs a separate consent of the parent; the policy of retention is written.',
)

const quebecAct =
  'Act respecting the protection of personal information in the private sector (Quebec)'
const quebecActivation = read(
  `${quebecAct}, s. 8.1`,
  'Functions that profile are activated by the person.',
)
const canadianForm = read(
  'PIPEDA, guidance on consent',
  'The form of consent follows how sensitive the data is.',
)
const brazilianGrounds = read(
  "Regulator's guide on cookies of 2022",
  'Consent and legitimate interest are the usual grounds.',
)

/** The sources of every row. */
export const jurisdictionNotes: Readonly<Record<JurisdictionId, JurisdictionNotes>> = {
  eu: {
    name: 'European Union and EEA (GDPR, ePrivacy)',
    facts: {
      places: [
        cited(
          'TFEU Art. 355; EEA Joint Committee Decision 154/2018',
          'The 27 states, Iceland, Liechtenstein and Norway, and the parts of the Union that have a country code of their own.',
        ),
      ],
      contextual: [
        nothingUsed,
        cited(
          'EDPB Guidelines 2/2023 on Art. 5(3)',
          'What counts as access to a device; so contextual keeps to address, product, time and country.',
        ),
      ],
      behavioural: [
        read(
          'EDPB Guidelines 2/2019, examples 7 and 8',
          'Suggestions of a hotel site or a marketplace are not necessary for the contract.',
        ),
        storage,
      ],
      measurement: [
        read(
          "French regulator's terms of exemption, self-assessment of tools of July 2025",
          'A national exemption for audience measurement can lift consent. It is not assumed.',
        ),
        storage,
      ],
      pricing: [
        read(
          'Consumer Rights Directive 2011/83/EU Art. 6(1)(ea)',
          'The trader says that the price was personalised by automated decision.',
        ),
        pricingOff,
      ],
      advertising: [europeanOptIn, storage],
      training: [trainingFollows, storage],
      gpc: [
        read(
          'w3c/gpc guide, section on use outside the United States',
          'No regulator of the Union had ruled on it.',
        ),
        judged('Treated as an objection to advertising and sharing (GDPR Art. 21).'),
        gpcDenies,
      ],
      minors: [
        cited(
          'GDPR Art. 8(1)',
          'Consent from 16; states may go down to 13. 16 is used in all of them.',
        ),
        cited(
          'Digital Services Act, Regulation (EU) 2022/2065, Art. 28(2)',
          'Platforms show minors no ads by profiling. A shop that sells only its own goods is usually outside; it is kept all the same.',
        ),
        noMinorProfiled,
      ],
      clock: [
        read(
          "Irish regulator's page on response times; GDPR Art. 12(3)",
          'One month, and two more where the request is complex.',
        ),
      ],
    },
  },
  uk: {
    name: 'United Kingdom (UK GDPR, PECR)',
    facts: {
      places: [
        judged(
          'Great Britain and Northern Ireland; the islands with laws of their own are unknown places.',
        ),
      ],
      contextual: [nothingUsed],
      behavioural: [
        cited('PECR 2003 reg. 6; UK GDPR Art. 6(1)(a)', 'Storing and profiling need consent.'),
      ],
      measurement: [
        read(
          'Exemptions in force 5 February 2026; guidance of the regulator of 29 April 2026',
          'Solely statistical measurement can do with a notice and a way to object. It is not assumed.',
        ),
      ],
      pricing: [judged('As in the Union: off, and disclosed where it is on.')],
      advertising: [cited('PECR 2003 reg. 6; UK GDPR Art. 6(1)(a)', 'Consent is the ground.')],
      training: [trainingFollows],
      gpc: [judged('As in the Union.'), gpcDenies],
      minors: [
        read("Children's Code, standard 12", 'Profiling is off by default under 18.'),
        cited('Data Protection Act 2018 s. 9', 'Consent from 13.'),
        noMinorProfiled,
      ],
      clock: [
        read(
          'UK GDPR Art. 12A',
          'One month, and two more; it starts when identity, or what was unclear, is settled.',
        ),
      ],
    },
  },
  'us-ca': {
    name: 'California (CCPA)',
    facts: {
      places: [cited('Cal. Civ. Code 1798.140(i)', 'Residents of California.')],
      contextual: [nothingUsed],
      behavioural: [californiaOptOut, gpcScope],
      measurement: [californiaOptOut],
      pricing: [pricingOff, judged('What became of AB 2564 of California was not found.')],
      advertising: [californiaOptOut],
      training: [trainingFollows, californiaOptOut],
      gpc: [
        read(
          '11 CCR 7025(c)(1) and (c)(6), as of 1 January 2026',
          'Binding for the browser, for profiles linked to it and for the known consumer; its status is shown.',
        ),
        read(
          '11 CCR 7025, stated for its earlier numbering',
          'The signal is respected first; the consumer may then be asked to confirm a setting that conflicts with it.',
        ),
        gpcDenies,
      ],
      minors: [
        read(
          '11 CCR 7070 and 7071',
          'Under 13 a parent opts in to sale or sharing, from 13 to 15 the minor does.',
        ),
        read('Regulations in force 1 January 2026', 'Data of people under 16 is sensitive.'),
        coppa,
        noMinorProfiled,
      ],
      clock: [
        read(
          'CCPA and its regulations',
          'An opt-out within 15 business days; other requests in 45 days, and 45 more.',
        ),
        cited(
          '11 CCR 7021',
          'Acknowledged within 10 business days. Two secondary pages say calendar days: set the alarm at those.',
        ),
      ],
    },
  },
  'us-opt-out': {
    name: 'US states whose law binds a universal opt-out signal',
    facts: {
      places: [
        read(
          'Four surveys of 2026; a fifth leaves out Maryland and New Jersey',
          'Colorado, Connecticut, Delaware, Maryland, Minnesota, Montana, Nebraska, New Hampshire, New Jersey, Oregon and Texas.',
        ),
      ],
      contextual: [nothingUsed],
      behavioural: [stateOptOut, gpcScope],
      measurement: [stateOptOut],
      pricing: [
        pricingOff,
        read(
          'Maryland HB 895, from 1 October 2026',
          'Large food retailers make no personal prices.',
        ),
        read(
          'Connecticut SB 4, Public Act 26-64, signed 27 May 2026; many parts from 1 October 2026',
          "Disclosure of personal prices. Check the section's own date.",
        ),
        read('Colorado HB26-1210, vetoed 2 June 2026', 'No rule of Colorado.'),
      ],
      advertising: [stateOptOut],
      training: [trainingFollows],
      gpc: [
        read('Four surveys of 2026', 'A universal opt-out signal binds the controller.'),
        gpcDenies,
      ],
      minors: [
        read(
          'Maryland Online Data Privacy Act, enforceable from 1 April 2026',
          'No targeted advertising to, and no sale of the data of, people under 18.',
        ),
        read('Connecticut SB 1295, from 1 July 2026', 'The same in Connecticut.'),
        judged('The other states vary; under 18 nothing but contextual is left in all of them.'),
        coppa,
        noMinorProfiled,
      ],
      clock: [cited('The comprehensive privacy act of each state', '45 days, and 45 more.')],
    },
  },
  'us-law': {
    name: 'Other US states with a comprehensive privacy law',
    facts: {
      places: [
        judged(
          'Virginia, Utah, Iowa, Indiana, Kentucky, Tennessee and Rhode Island. A state that follows is added here when its law is in force.',
        ),
      ],
      contextual: [nothingUsed],
      behavioural: [stateOptOut],
      measurement: [stateOptOut],
      pricing: [pricingOff],
      advertising: [stateOptOut],
      training: [trainingFollows],
      gpc: [judged('These laws are silent; the signal is honoured by default.'), gpcDenies],
      minors: [
        coppa,
        judged(
          'Under 13 nothing but contextual; teenagers opt in. Nothing of theirs rests on an opt-out.',
        ),
        noMinorProfiled,
      ],
      clock: [cited('Such as Va. Code 59.1-577', '45 days, and 45 more.')],
    },
  },
  'us-none': {
    name: 'US states without a comprehensive privacy law',
    facts: {
      places: [judged('The states, and the capital, that are in no other row.')],
      contextual: [nothingUsed],
      behavioural: [noStateLaw],
      measurement: [noStateLaw],
      pricing: [
        pricingOff,
        read(
          'New York, Algorithmic Pricing Disclosure Act, in force 10 November 2025, upheld in court',
          'A fixed text stands beside a personal price.',
        ),
      ],
      advertising: [noStateLaw],
      training: [trainingFollows, noStateLaw],
      gpc: [gpcHonoured, gpcDenies],
      minors: [coppa, coppaAmended, noMinorProfiled],
      clock: [judged('No clock; 45 days are used.')],
    },
  },
  'ca-qc': {
    name: 'Quebec (Law 25)',
    facts: {
      places: [judged('Requests from Quebec.')],
      contextual: [nothingUsed],
      behavioural: [quebecActivation],
      measurement: [quebecActivation, judged('Measurement counts as such a function.')],
      pricing: [
        pricingOff,
        read(
          `${quebecAct}, s. 12.1`,
          'A decision made by machine alone is made known to the person.',
        ),
      ],
      advertising: [quebecActivation],
      training: [trainingFollows],
      gpc: [gpcHonoured, gpcDenies],
      minors: [
        read(`${quebecAct}, on minors under 14`, 'A parent consents for a minor under 14.'),
        judged('Age bands are not cut at 14, so everybody under 16 counts as under it.'),
        noMinorProfiled,
      ],
      clock: [read(`${quebecAct}, s. 32`, 'Thirty days.')],
    },
  },
  ca: {
    name: 'Canada outside Quebec (PIPEDA)',
    facts: {
      places: [
        judged(
          'The other provinces and territories. Some have acts of their own, to the same effect here.',
        ),
      ],
      contextual: [nothingUsed],
      behavioural: [canadianForm, judged('A profile is sensitive enough for opt-in.')],
      measurement: [canadianForm, judged('Measurement is not: an opt-out suffices.')],
      pricing: [pricingOff],
      advertising: [canadianForm, judged('Opt-in, as for profiles.')],
      training: [trainingFollows],
      gpc: [gpcHonoured, gpcDenies],
      minors: [
        cited('Guidance of the federal regulator', 'A parent consents for a child under 13.'),
        noMinorProfiled,
      ],
      clock: [read('PIPEDA s. 8(3) and (4)', 'Thirty days, and thirty more.')],
    },
  },
  br: {
    name: 'Brazil (LGPD, ECA Digital)',
    facts: {
      places: [
        cited('LGPD, Law 13.709/2018, Art. 3', 'Data that is processed or collected in Brazil.'),
      ],
      contextual: [nothingUsed],
      behavioural: [brazilianGrounds, judged('Of these, consent: it is the ground of profiles.')],
      measurement: [
        brazilianGrounds,
        judged('Of these, legitimate interest with a way to object can carry measurement.'),
      ],
      pricing: [pricingOff],
      advertising: [brazilianGrounds, judged('Of these, consent.')],
      training: [trainingFollows],
      gpc: [gpcHonoured, gpcDenies],
      minors: [
        read(
          'ECA Digital, in force 17 March 2026',
          'Minors are not profiled for commercial advertising.',
        ),
        judged(
          'Defaults are the most protective: under 18 a parent consents, and nothing but contextual is left.',
        ),
      ],
      clock: [read('LGPD Art. 19', 'A simple answer at once, the full one within fifteen days.')],
    },
  },
  unknown: {
    name: 'Every other place, and no known place',
    facts: {
      places: [
        judged(
          'Also the United States or Canada without a known region, and a place that contradicts itself.',
        ),
      ],
      contextual: [nothingUsed],
      behavioural: [judged('The strictest of all rows.')],
      measurement: [judged('The strictest of all rows.')],
      pricing: [
        pricingOff,
        judged('Food may not have personal prices where nobody knows the place.'),
      ],
      advertising: [judged('The strictest of all rows. None to a shopper whose age is not known.')],
      training: [trainingFollows],
      gpc: [gpcHonoured, gpcDenies],
      minors: [judged('The strictest of all rows.')],
      clock: [judged('Fifteen days, the shortest of all rows.')],
    },
  },
}
