import type { Purpose } from '../../policy/index.ts'

/** What a shopper is told of one purpose. Plain text. */
export interface PurposeWords {
  readonly name: string
  /** Goes on from "We would like to": what would be done. */
  readonly wish: string
  /** One or two sentences: what comes of a yes. */
  readonly about: string
  /** What is used for it. */
  readonly data: string
  /** Where that is, who sees it, and for how long. */
  readonly kept: string
  /** What is said of it in a shop that does not do it. */
  readonly never: string
}

/** Everything the consent service says in one language. Plain text, escaped where it is shown. */
export interface Words {
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  /** Leads to the wishes of the purposes that are asked for. */
  readonly wishes: string
  /** Stands under the wishes. */
  readonly assurance: string
  readonly accept: string
  readonly refuse: string
  readonly choose: string
  /** The page and the dialog with every purpose. */
  readonly centre: {
    readonly title: string
    readonly intro: string
    readonly privacyPolicy: string
  }
  readonly save: string
  readonly withdraw: string
  readonly saved: string
  readonly close: string
  readonly back: string
  readonly receipt: string
  readonly details: string
  readonly dataTitle: string
  readonly keptTitle: string
  readonly groundTitle: string
  readonly grounds: Readonly<Record<'consent' | 'optOut' | 'none', string>>
  readonly neverTitle: string
  /** In the corner of every page once there is a choice. */
  readonly reopen: string
  /** When no more than a notice is needed: what goes on unless the shopper objects. */
  readonly optOut: { readonly title: string; readonly wishes: string; readonly understood: string }
  readonly gpc: {
    readonly status: string
    readonly honoured: string
    readonly conflictTitle: string
    readonly conflict: string
    readonly keep: string
    readonly override: string
  }
  /** Beside a slot. */
  readonly ask: { readonly question: string; readonly yes: string; readonly no: string }
  readonly purposes: Readonly<Record<Purpose, PurposeWords>>
  readonly problems: Readonly<Record<Problem, string>>
}

/** What can be wrong with a request to the consent service. */
export type Problem = 'elsewhere' | 'form' | 'purpose' | 'choice' | 'none' | 'fault'

/** Changes to the words of one language; what is left out stays. */
export type WordChanges = Changes<Omit<Words, 'language'>>

type Changes<T> = {
  readonly [Name in keyof T]?: T[Name] extends object ? Changes<T[Name]> : T[Name]
}
