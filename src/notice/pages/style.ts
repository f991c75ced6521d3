import { ConfigError } from '../../errors.ts'
import { rules, type Shown } from './rules.ts'

/** Custom properties with which a shop colours its notices: `--limen-surface`; by day and by night. */
const colours = {
  surface: ['#ffffff', '#1e2024'],
  text: ['#1d2026', '#eceef1'],
  accent: ['#23272f', '#eceef1'],
  'accent-text': ['#ffffff', '#17191c'],
} as const

/** The others: `--limen-radius`, `--limen-font`. */
const shapes = { radius: '14px', font: 'system-ui,sans-serif' } as const

/** Values of the custom properties, which reach the pages that the shop's own style does not. */
export type Theme = { readonly [Name in keyof typeof colours | keyof typeof shapes]?: string } & {
  /** Light or dark whatever the shopper's system says. Default: as the system. */
  readonly scheme?: 'light' | 'dark'
}

/** The styles of a shop's notices, one for each thing that can be shown; `sheet` has them all. */
export type Styles = Readonly<Record<Shown, string>>

/** @throws ConfigError for a value that could end its declaration. */
export function stylesOf({ scheme, ...values }: Theme = {}): Styles {
  for (const [name, value] of Object.entries(values)) {
    const isOurs = Object.hasOwn({ ...colours, ...shapes }, name) && /^[^;{}<>\\\n]+$/.test(value)
    if (!isOurs) throw new ConfigError(`consent.service.theme.${name}`, 'must be one CSS value')
  }
  const given: Readonly<Record<string, string>> = values
  const declare = (column: 0 | 1) =>
    Object.entries(colours).map(([name, own]) => property(name, given[name] ?? own[column]))
  const shape = Object.entries(shapes).map(([name, own]) => property(name, given[name] ?? own))
  const limen = (...declarations: string[]) => `.limen{${declarations.join(';')}}`
  const root = {
    light: limen(...shape, ...declare(0), 'color-scheme:light'),
    dark: limen(...shape, ...declare(1), 'color-scheme:dark'),
    system:
      limen(...shape, ...declare(0), 'color-scheme:light dark') +
      `@media(prefers-color-scheme:dark){${limen(...declare(1))}}`,
  }[scheme ?? 'system']
  const styles = Object.entries(rules).map(([shown, text]) => [
    shown,
    root + text.replaceAll(/\n\s*/g, ''),
  ])
  return Object.fromEntries(styles)
}

function property(name: string, value: string): string {
  return `--${name}:var(--limen-${name},${value})`
}
