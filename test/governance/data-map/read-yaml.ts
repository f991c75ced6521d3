import type { Plain } from '../../../src/governance/data-map/yaml.ts'

/** Reads the block YAML that the data map is written in: a reader of its own, to hold the writer to. */
export function readYaml(text: string): Plain {
  const lines = text.split('\n').filter((line) => line !== '')
  let at = 0
  return block(0)

  function block(indent: number): Plain {
    const line = lines[at] ?? ''
    const here = line.slice(indent)
    if (here.startsWith('- ')) return list(indent)
    if (keyOf(here) !== undefined) return map(indent)
    at++
    return scalar(here)
  }

  function list(indent: number): Plain {
    const items: Plain[] = []
    while (isAt(indent) && lines[at]?.startsWith('- ', indent)) {
      lines[at] = `${' '.repeat(indent + 2)}${lines[at]?.slice(indent + 2)}`
      items.push(block(indent + 2))
    }
    return items
  }

  function map(indent: number): Plain {
    const entries: [string, Plain][] = []
    while (isAt(indent) && keyOf((lines[at] ?? '').slice(indent)) !== undefined) {
      const here = (lines[at] ?? '').slice(indent)
      const key = keyOf(here) as string
      const rest = here.slice(key.length + 1)
      at++
      entries.push([scalar(key) as string, rest === '' ? block(indent + 2) : scalar(rest.slice(1))])
    }
    return Object.fromEntries(entries)
  }

  function isAt(indent: number): boolean {
    return /^ */.exec(lines[at] ?? 'end')?.[0].length === indent && at < lines.length
  }
}

function keyOf(text: string): string | undefined {
  return /^("(?:\\.|[^"\\])*"|[^\s":[\]{}]+):(?: |$)/.exec(text)?.[1]
}

function scalar(text: string): Plain {
  if (text === '[]') return []
  if (text === '{}') return {}
  if (/^["\d-]|^(?:true|false)$/.test(text)) return JSON.parse(text)
  return text
}
