import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import { describeIssues } from '../lib/option-issues.ts'
import { within } from '../lib/selector.ts'
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

/** Registers each selector as a page would, so that a bad one stops the start and not a page. */
function checkSelectors({ slots }: Config): void {
  if (typeof HTMLRewriter === 'undefined') return // Node: the Worker checks when it starts
  for (const [id, options] of Object.entries(slots)) {
    const { select = '*' } = options
    checkSelector(`slots.${id}.select`, select)
    if (options.mode === 'rerank') checkSelector(`slots.${id}.card`, within(select, options.card))
    if (options.mode === 'choose') {
      checkSelector(`slots.${id}.variant`, within(select, options.variant))
    }
  }
}

function checkSelector(option: string, selector: string): void {
  try {
    new HTMLRewriter().on(selector, {})
  } catch (cause) {
    throw new ConfigError(
      option,
      'must be a selector that HTMLRewriter knows: element names, classes, ids, attributes, ">" and spaces',
      { cause },
    )
  }
}
