import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import { describeIssues } from '../lib/option-issues.ts'
import { searchFor } from '../page/index.ts'
import { type Config, type ConfigInput, configSchema } from './schema.ts'

const guide = 'docs/guide/configuration.md'

/**
 * Checks a configuration once, fills in the defaults and returns it frozen.
 *
 * @throws ConfigError whose `option` is the path of the first wrong option, and whose message says
 * of each what it must be.
 */
export function defineConfig(input: ConfigInput): Config {
  const result = v.safeParse(configSchema, input)
  if (!result.success) {
    const { option, message } = describeIssues(result.issues, { whole: 'config', guide })
    throw new ConfigError(option, message)
  }
  checkSelectors(result.output)
  return Object.freeze(result.output)
}

/** Reads each selector as for a page, so that a bad one stops the start and not a page. */
function checkSelectors({ slots }: Config): void {
  for (const [id, options] of Object.entries(slots)) {
    const { select = '*' } = options
    checkSelector(`slots.${id}.select`, select)
    if (options.mode === 'rerank') checkSelector(`slots.${id}.card`, options.card)
    if (options.mode === 'choose') checkSelector(`slots.${id}.variant`, options.variant)
  }
}

function checkSelector(option: string, select: string): void {
  try {
    searchFor([{ id: option, select }])
  } catch (cause) {
    throw new ConfigError(
      option,
      'must be a selector of element names, classes, ids, attributes, ":not()", ":first-child", ":nth-child()", spaces and ">"',
      { cause },
    )
  }
}
