/** A file of a configuration: the module itself, or one it imports. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface Location {
  readonly path: string
  /** 1-based. */
  readonly line: number
}

/**
 * Finds where a declaration is written: the key whose path ends like the declaration's, or like that of
 * what it stands in. It reads object literals and names that hold one, which is how configurations are
 * written; of what is computed it finds the part that is not.
 *
 * @param declaration such as `policy.vendors.mailer.agreement`.
 * @param files the configuration module first.
 */
export function locate(declaration: string, files: readonly SourceFile[]): Location {
  const keys = files.flatMap((file) => keysOf(file))
  for (let sought = declaration.split('.'); sought.length > 0; sought = sought.slice(0, -1)) {
    const matches = keys.map((key) => ({ ...key, fit: fitOf(key.keys, sought) }))
    const [best] = matches.filter(({ fit }) => fit > 0).sort((one, other) => other.fit - one.fit)
    if (best) return { path: best.path, line: best.line }
  }
  return { path: files[0]?.path ?? '', line: 1 }
}

interface Key extends Location {
  readonly keys: readonly string[]
}

// A policy in a file of its own is not under `policy`, and a vendor may stand in a constant of its own
// name: so a path fits if it is the end of the other, and the longer end the better.
function fitOf(keys: readonly string[], sought: readonly string[]): number {
  const length = Math.min(keys.length, sought.length)
  const isEnd = Array.from({ length }, (_, i) => keys.at(-1 - i) === sought.at(-1 - i))
  return isEnd.every(Boolean) ? length : 0
}

// Comments and strings first, so that nothing in them is taken for a key.
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)|=>|[=!<>]=+|[{}[\](),:=;\n]/gu

/** Every key of the object literals in a module, with the keys it stands under. */
function keysOf({ path, text }: SourceFile): Key[] {
  const found: Key[] = []
  const open: (string | undefined)[] = []
  let word: { readonly name: string; readonly line: number } | undefined
  let key: string | undefined
  let line = 1
  for (const { 0: token, groups } of text.matchAll(tokens)) {
    if (groups?.name ?? groups?.text) {
      if (token === 'const' || token === 'export') key = undefined
      word = { name: groups?.name ?? token.slice(1, -1), line }
    } else if ((token === ':' || token === '=') && word) {
      // In `const policy: PolicyInput = {` the key is before the type.
      if (token === '=' && key !== undefined) continue
      key = word.name
      found.push({
        path,
        line: word.line,
        keys: [...open.filter((name) => name !== undefined), key],
      })
    } else if (token === '{' || token === '[' || token === '(') {
      open.push(key)
      key = undefined
    } else if (token === '}' || token === ']' || token === ')') {
      open.pop()
      key = undefined
    } else if (token === ',' || token === ';') {
      key = undefined
    }
    line += token.split('\n').length - 1
    if (token !== '\n' && !groups?.name && !groups?.text) word = undefined
  }
  return found
}
