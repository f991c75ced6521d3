import type { Outcome } from '../audit.ts'
import type { Verdict } from '../check.ts'

export const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-enough': 'not enough data',
}

export const outcomeWords: Readonly<Record<Outcome, { title: string; what: string }>> = {
  served: {
    title: 'Does it work as well for all?',
    what: 'Visits whose ranking held something that the shopper then took (hit rate; demographic parity of quality).',
  },
  found: {
    title: 'Is what they want found for all?',
    what: 'Of all that shoppers took, the part that was shown (recall; equal opportunity).',
  },
  offered: {
    title: 'Do offers reach groups alike?',
    what: 'Of the places that were shown, the part that held an offer (selection rate; demographic parity).',
  },
}

/** What each word of the report means, and where it comes from. */
export const definitions: readonly (readonly [word: string, meaning: string])[] = [
  ['Exposure', 'Weight of a place, 1 / log2(1 + rank), added up (Singh and Joachims, KDD 2018).'],
  [
    'Exposure over demand',
    'Share of exposure over share of what shoppers took, against the same of all other groups (disparate treatment ratio, same source). 1 is fair. The hollow mark is exposure of one item against one of the others, whatever is in demand (demographic parity of exposure).',
  ],
  [
    'Parity difference and ratio',
    'Largest rate minus smallest, and smallest over largest, over all groups that are not too thin (Fairlearn’s definition).',
  ],
  [
    'Disparate impact',
    'Rate of a group over that of one that somebody named as privileged (AIF360’s definition). It can be over 1, and is not the ratio above.',
  ],
  [
    'Four-fifths rule',
    'A ratio of 0.8 is a limit of United States employment law. It has no validity elsewhere, says Fairlearn’s guide; the gate never decides by it alone.',
  ],
  [
    'Intervals',
    '95 %. Of rates: Wilson’s score interval; of differences Newcombe’s (1998, method 10); of ratios Katz’s. What one shopper saw hangs together: counts are divided by the design effect (Kish 1965). All others: percentile bootstrap over shoppers, or over items for prices.',
  ],
  ['q', 'p-value corrected for the number of differences looked at (Benjamini and Hochberg 1995).'],
  [
    'Infeasible prefixes',
    'Part of all first-k places in which some group has less than its share of demand, rounded down (Geyik, Ambler and Kenthapadi, KDD 2019).',
  ],
  [
    'Price flip',
    'One input of the model is changed, the visit is ranked and rendered again, and every card that is there before and after must be the same to the byte.',
  ],
  ['Not enough data', 'Fewer than 200 independent showings or 30 positives. It does not pass.'],
]
