import { ConfigError } from '../errors.ts'
import type { Settings } from '../training/index.ts'

/** Whole numbers and what each must be. */
const numbers = {
  seed: [0, 2 ** 32 - 1, 1],
  dimension: [4, 256, 4],
  epochs: [1, 100, 1],
  history: [1, 64, 1],
  neighbours: [0, 256, 1],
  'max-bytes': [1000, 2 ** 30, 1],
  'consent-dropout': [0, 100, 1],
  'new-items': [0, 100, 1],
} as const

/** Reads the options that are numbers; those that are not given are left out. */
export function readSettings(values: Values): Partial<Settings> {
  const { 'max-bytes': maxBytes, 'consent-dropout': percent, ...others } = readNumbers(values)
  const { 'new-items': newItems, ...rest } = others
  return {
    ...rest,
    ...(maxBytes !== undefined && { maxBytes }),
    ...(percent !== undefined && { consentDropout: percent / 100 }),
    ...(newItems !== undefined && { newItems }),
  }
}

function readNumbers(values: Values) {
  const settings: Partial<Record<keyof typeof numbers, number>> = {}
  for (const [name, [least, most, step]] of Object.entries(numbers) as Entry[]) {
    const text = values[name]
    if (text === undefined) continue
    const value = Number(text)
    const fits = Number.isInteger(value) && value >= least && value <= most && value % step === 0
    if (!fits) {
      const multiple = step > 1 ? ` and a multiple of ${step}` : ''
      throw new ConfigError(
        `--${name}`,
        `must be a whole number from ${least} to ${most}${multiple}`,
      )
    }
    settings[name] = value
  }
  return settings
}

type Values = Readonly<Record<string, string | boolean | undefined>>

type Entry = [keyof typeof numbers, readonly [number, number, number]]
