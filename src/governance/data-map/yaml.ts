/** What the emitter writes: nothing with a class, and nothing that refers to itself. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

/** Writes plain data as block YAML 1.2. */
export function toYaml(value: Plain): string {
  return `${block(value, '')}\n`
}

function block(value: Plain, indent: string): string {
  if (typeof value !== 'object') return scalar(value)
  const inner = `${indent}  `
  if (isList(value)) {
    if (value.length === 0) return '[]'
    return value.map((item) => `${indent}- ${block(item, inner).trimStart()}`).join('\n')
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  return entries.map(([key, item]) => `${indent}${scalar(key)}:${below(item, inner)}`).join('\n')
}

function below(value: Plain, indent: string): string {
  const text = block(value, indent)
  return text.startsWith(' ') ? `\n${text}` : ` ${text}`
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value)
}

// What some reader of YAML 1.1 takes for a truth value or for nothing.
const taken = /^(?:y|n|yes|no|on|off|true|false|null)$/i

// JSON's quoting is YAML's (YAML 1.2, section 10.2); breaks that only YAML 1.1 knows are escaped.
function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  if (/^[a-z][a-z0-9_.-]*$/i.test(value) && !taken.test(value)) return value
  return JSON.stringify(value.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
