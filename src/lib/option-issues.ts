import type { BaseIssue } from 'valibot'

/**
 * Puts what a schema found into one message: the path of the first wrong option, and of each wrong
 * option what it must be.
 *
 * @param guide where the options there are can be read.
 */
export function describeIssues(
  issues: readonly BaseIssue<unknown>[],
  { whole, guide }: { readonly whole: string; readonly guide: string },
): { readonly option: string; readonly message: string } {
  const lines = issues.map((issue) => ({ option: pathOf(issue) || whole, must: say(issue, guide) }))
  const [first, ...others] = lines as [(typeof lines)[number]]
  const more = others.map(({ option, must }) => `\n${option}: ${must}`).join('')
  return { option: first.option, message: first.must + more }
}

function pathOf(issue: BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}]` : `.${String(key)}`,
  )
  return path.join('').replace(/^\./, '')
}

function say(issue: BaseIssue<unknown>, guide: string): string {
  if (issue.message.startsWith('must')) return issue.message
  if (issue.type === 'strict_object') {
    return issue.expected === 'never'
      ? `is not an option; see ${guide} for those there are`
      : 'is required'
  }
  return `must be ${issue.expected}`
}
