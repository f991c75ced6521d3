/** What pages say of personal prices in one language. Plain text. */
export interface PriceWords {
  /** What assistive technology calls the disclosure. */
  readonly label: string
  readonly notice: string
}

/** The fixed words of New York (General Business Law section 349-a): neither changed nor translated. */
export const fixedText = 'THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA'

/** In the terms of the Consumer Rights Directive, Article 6(1)(ea), and of its German transposition. */
export const priceWords: ReadonlyMap<string, PriceWords> = new Map([
  [
    'en',
    {
      label: 'Personal prices',
      notice:
        'Prices on this page were personalised for you on the basis of automated decision-making.',
    },
  ],
  [
    'de',
    {
      label: 'Persönliche Preise',
      notice:
        'Preise auf dieser Seite wurden auf der Grundlage einer automatisierten ' +
        'Entscheidungsfindung für Sie personalisiert.',
    },
  ],
])
