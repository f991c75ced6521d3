import type { Declarations } from './declarations.ts'

/** A declaration that breaks a rule, and what mends it. */
export interface Breach {
  /** The path of the declaration in the configuration, such as `policy.vendors.mailer.agreement`. */
  readonly declaration: string
  readonly problem: string
  readonly remedy: string
}

export interface Rule {
  /** Never changes its meaning once released. */
  readonly id: string
  /** What holds where the rule is kept. */
  readonly promise: string
  /** @param today ISO 8601 date. */
  find(declared: Declarations, today: string): Breach[]
}

/** What is found in the entries of a table of declarations. */
export function each<Item, Found>(
  items: Readonly<Record<string, Item>>,
  find: (id: string, item: Item) => Found | readonly Found[],
): Found[] {
  return Object.entries(items).flatMap(([id, item]) => find(id, item))
}
